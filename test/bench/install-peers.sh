#!/bin/sh
# Installs what `npm run bench -- probe` compares with. Debian or Ubuntu, as root.
set -eu
apt-get update
apt-get install --yes --no-install-recommends prometheus-blackbox-exporter openssl curl
