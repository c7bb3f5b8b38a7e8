"""Serves MiniStack on loopback until standard input ends, so that it never outlives whoever started it.

Its own command is not used: with TLS it also takes port 443, and it leaves a PID file. What it lacks is added here.
"""

import asyncio
import contextvars
import json
import os
import signal
import sys
import threading
from datetime import datetime, timezone

from hypercorn.asyncio import serve
from hypercorn.config import Config
from ministack.app import app
from ministack.core import iam_actions
from ministack.core.lambda_runtime import Worker
from ministack.core.responses import set_request_region
from ministack.services import eventbridge
from ministack.services.cloudformation import engine, provisioners

deliver = eventbridge._invoke_target
tag_context = iam_actions.request_tag_context
invoke = Worker.invoke
resolve = engine._resolve_refs
alarm_record = provisioners._cw_metric_alarm_record


def deliver_with_scheduled_time(target, event, *rest):
    """It hands over `<aws.scheduler.scheduled-time>` as it stands; EventBridge Scheduler puts the time there."""
    if event.get("Source") == "aws.scheduler" and "Input" in target:
        due = datetime.fromtimestamp(event["Time"] // 60 * 60, tz=timezone.utc)
        text = target["Input"].replace("<aws.scheduler.scheduled-time>", due.strftime("%Y-%m-%dT%H:%M:%SZ"))
        target = {**target, "Input": text}
    deliver(target, event, *rest)


def context_with_own_keys(service, action, body, *rest):
    """It does not know the condition keys `cloudwatch:namespace` and `dynamodb:LeadingKeys`."""
    context = tag_context(service, action, body, *rest)
    if action == "cloudwatch:PutMetricData":
        return {**context, "cloudwatch:namespace": json.loads(body)["Namespace"]}
    if service == "dynamodb":
        keys = leading_keys(json.loads(body))
        if keys:
            return {**context, "dynamodb:LeadingKeys": keys}
    return context


def leading_keys(request):
    """The partition keys that a request names; our table's is `pk`, and our queries name it `:pk`."""
    places = [request.get("Item"), request.get("Key")]
    named = [place["pk"]["S"] for place in places if place and "pk" in place]
    asked = request.get("ExpressionAttributeValues", {}).get(":pk")
    return named + ([asked["S"]] if asked and "KeyConditionExpression" in request else [])


def invoke_and_tell(worker, *args, **named):
    """It has no metric `Errors`, and drops what a scheduled function threw."""
    result = invoke(worker, *args, **named)
    if result.get("status") != "ok":
        print(f"FUNCTION FAILED: {worker.func_name}: {result.get('error')}\n{result.get('log')}", flush=True)
    return result


def resolve_in_its_region(value, *rest):
    """It looks for the stack of `Fn::GetStackOutput` in the region of the asking stack, whatever region is named."""
    output = value.get("Fn::GetStackOutput") if isinstance(value, dict) else None
    if not isinstance(output, dict) or "Region" not in output:
        return resolve(value, *rest)

    def there():
        set_request_region(output["Region"])
        return resolve(value, *rest)

    return contextvars.copy_context().run(there)


def alarm_record_without_math(name, properties):
    """It refuses alarms on expressions: the last metric, which counts what is wrong, stands for all."""
    measured = [metric["MetricStat"] for metric in properties.get("Metrics") or [] if "MetricStat" in metric]
    if not measured:
        return alarm_record(name, properties)
    last = measured[-1]
    plain = {key: value for key, value in properties.items() if key != "Metrics"}
    return alarm_record(name, {**plain, **last["Metric"], "Period": last["Period"], "Statistic": last["Stat"]})


async def main():
    eventbridge._invoke_target = deliver_with_scheduled_time
    iam_actions.request_tag_context = context_with_own_keys
    Worker.invoke = invoke_and_tell
    engine._resolve_refs = resolve_in_its_region
    provisioners._cw_metric_alarm_record = alarm_record_without_math

    over = asyncio.Event()
    loop = asyncio.get_running_loop()

    def wait_for_the_end():
        sys.stdin.buffer.read()
        loop.call_soon_threadsafe(over.set)

    threading.Thread(target=wait_for_the_end, daemon=True).start()

    config = Config()
    config.bind = ["127.0.0.1:" + os.environ["GATEWAY_PORT"]]
    config.certfile = os.environ["MINISTACK_SSL_CERT"]
    config.keyfile = os.environ["MINISTACK_SSL_KEY"]
    await serve(app, config, shutdown_trigger=over.wait)


# A group of its own, so that the functions it runs can be ended with it.
os.setpgid(0, 0)
try:
    asyncio.run(main())
finally:
    os.killpg(0, signal.SIGKILL)
