// @rudderstack/rudder-sdk-node: gzipped JSON that calls itself a form.
import RudderAnalytics from "@rudderstack/rudder-sdk-node";

const [dataPlaneUrl, writeKey] = process.argv.slice(2);
const userId = `sdk-rudder-node-${process.env.SDK_RUN}`;
const anonymousId = `${userId}-device`;
const analytics = new RudderAnalytics(writeKey, { dataPlaneUrl, flushAt: 20, maxRetryCount: 0, retryCount: 0 });
const failures = [];

const calls = [
  ["page", { anonymousId, name: "Pricing", properties: { url: "https://example.com/pricing", path: "/pricing" } }],
  ["identify", { userId, anonymousId, traits: { email: "rudder@acme.example" } }],
  ["track", { userId, event: "Content Downloaded", properties: { path: "/guide.pdf" } }],
  ["group", { userId, groupId: "acme.example", traits: { name: "Acme" } }],
  ["alias", { userId, previousId: anonymousId }],
];
let answered = 0;
for (const [method, message] of calls) {
  analytics[method](message, (error) => {
    answered += 1;
    if (error) failures.push(error);
  });
}
await analytics.flush().catch((error) => failures.push(error));
if (!answered) failures.push(new Error("the SDK reported no delivery"));
failures.forEach((failure) => console.error(failure));
process.exit(failures.length ? 1 : 0);
