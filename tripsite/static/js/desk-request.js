// Asks the desk something as JSON. What it refuses is thrown as an Error whose message is for the person;
// `status` and `told` say more.
export async function ask(url, told) {
  const options = { headers: { Accept: "application/json" } };
  if (told !== undefined) {
    options.method = "POST";
    options.body = JSON.stringify(told);
    Object.assign(options.headers, { "Content-Type": "application/json", "X-CSRFToken": csrfToken() });
  }
  let response;
  try {
    response = await fetch(url, options);
  } catch {
    throw Object.assign(new Error("No connection. What you wrote is still here."), { status: 0 });
  }
  const answer = await response.json().catch(() => null);
  if (response.ok && answer !== null) return answer;
  const words = answer?.error ?? `The server answered ${response.status}. Reload the page, or log in again.`;
  throw Object.assign(new Error(words), { status: response.status, told: answer });
}

// Over https the cookie's name begins with __Host-.
export function csrfToken() {
  const cookie = /(?:^|; )(?:__Host-)?csrftoken=([^;]+)/.exec(document.cookie);
  return cookie?.[1] ?? document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
}
