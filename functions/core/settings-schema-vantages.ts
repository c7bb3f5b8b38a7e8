import * as z from 'zod';

const REGION_RULE = 'must be an AWS region, like eu-central-1';

/** The shape of a region's code, those of the isolated and sovereign partitions included (AWS docs, "AWS Regions"). */
const REGION = z.string({ error: REGION_RULE }).regex(/^[a-z]{2,4}(-[a-z]+)+-\d{1,2}$/, REGION_RULE);

/** The regions to probe from. */
export const VANTAGES_SCHEMA = z
  .array(REGION, { error: 'must be a list of AWS regions, the home region first' })
  .min(1, 'no regions: leave it out for the region that the stack is in')
  .superRefine((regions, context) => {
    regions.forEach((region, index) => {
      if (regions.indexOf(region) < index) {
        context.addIssue({ code: 'custom', path: [index], input: region, message: 'stands twice; name a region once' });
      } else if (partitionOf(region) !== partitionOf(regions[0] ?? region)) {
        context.addIssue({
          code: 'custom',
          path: [index],
          input: region,
          message: `belongs to another partition of AWS than ${regions[0] ?? ''}, where no account has both`,
        });
      }
    });
  })
  .optional();

/** What tells regions of different partitions apart: the country, or what stands after it. */
function partitionOf(region: string): string {
  return /^(cn|eusc|us-gov|us-iso[a-z]*|eu-iso[a-z]*)-/.exec(region)?.[1] ?? 'aws';
}
