// The host's API: JSON or an error with its one line.

const PAGE = 1000; // the most the host gives at a time
const TIMEOUT_MS = 15000;

export class ApiError extends Error {
  // status 0: the host did not answer
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

// Kept in memory only: gone with the tab.
export const access = { token: null, refused() {} };

export function headers() {
  return access.token ? { Authorization: "Bearer " + access.token } : {};
}

export async function get(path, parameters = {}) {
  return json(await request(path, parameters));
}

export async function post(path, body) {
  const options = { method: "POST", body: JSON.stringify(body), headers: { "Content-Type": "application/json" } };
  return json(await request(path, {}, options));
}

export async function picture(path) {
  return createImageBitmap(await (await request(path, {})).blob());
}

// Every item of a list, page by page.
export async function all(path, parameters = {}) {
  const items = [];
  for (;;) {
    const page = await get(path, { ...parameters, limit: PAGE, offset: items.length });
    items.push(...page.items);
    if (page.items.length === 0 || items.length >= page.total) return items;
  }
}

async function request(path, parameters, options = {}) {
  const query = new URLSearchParams(Object.entries(parameters).filter(([, value]) => value !== null && value !== undefined));
  const address = path + (query.size ? "?" + query : "");
  let answer;
  try {
    answer = await fetch(address, { signal: AbortSignal.timeout(TIMEOUT_MS), ...options, headers: { ...options.headers, ...headers() } });
  } catch {
    throw new ApiError(0, "the host does not answer");
  }
  if (answer.status === 401 && !options.method) access.refused();
  if (!answer.ok) throw new ApiError(answer.status, await reason(answer));
  return answer;
}

async function json(answer) {
  try {
    return await answer.json();
  } catch {
    throw new ApiError(0, "the host's answer was cut off");
  }
}

async function reason(answer) {
  try {
    return (await answer.json()).error ?? "the host answers " + answer.status;
  } catch {
    return "the host answers " + answer.status;
  }
}

export const boardPath = (id) => {
  const slash = id.indexOf("/");
  return "/api/boards/" + encodeURIComponent(id.slice(0, slash)) + "/" + encodeURIComponent(id.slice(slash + 1));
};
