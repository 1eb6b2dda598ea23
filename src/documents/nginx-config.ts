/**
 * What a user puts into the http block of an nginx that runs already: everything else is in the file that the driver
 * writes. By a pattern, because nginx would not start while a file that is named outright is not there yet.
 *
 * @param environment as in `headgate.yaml`
 * @param folder      absolute; `traffic.folder` of this environment
 */
export const nginxConfig = (
  environment: string,
  folder: string,
): string => `# The routes of ${environment}, written by Headgate. Save this as /etc/nginx/conf.d/headgate-${environment}.conf, or put
# it into the http block of nginx.conf. In front of the http block you may want
#     worker_shutdown_timeout 60s;
# It ends what old workers still carry that long after a change; without it a WebSocket can hold a rollout for hours.
include ${folder}/*.conf;
`;
