// @segment/analytics-node: JSON batches, basic authentication.
import { Analytics } from "@segment/analytics-node";

const [host, writeKey] = process.argv.slice(2);
const userId = `sdk-segment-node-${process.env.SDK_RUN}`;
const anonymousId = `${userId}-device`;
const analytics = new Analytics({ writeKey, host, maxRetries: 0, flushInterval: 100 });
const failures = [];
analytics.on("error", (error) => failures.push(error));

const calls = [
  ["page", { anonymousId, name: "Pricing", properties: { url: "https://example.com/pricing", path: "/pricing" } }],
  ["identify", { userId, anonymousId, traits: { email: "node@acme.example", title: "CFO" } }],
  ["track", { userId, event: "Demo Requested", properties: { plan: "pilot" } }],
  ["group", { userId, groupId: "acme.example", traits: { name: "Acme" } }],
  ["alias", { userId, previousId: anonymousId }],
];
await Promise.all(
  calls.map(([method, message]) =>
    new Promise((resolve) =>
      analytics[method](message, (error) => {
        if (error) failures.push(error);
        resolve();
      }),
    ),
  ),
);
await analytics.closeAndFlush();
failures.forEach((failure) => console.error(failure));
process.exit(failures.length ? 1 : 0);
