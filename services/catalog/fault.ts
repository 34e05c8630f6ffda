/** An error in a draft; `path` is a JSON pointer into the request. */
export interface Fault {
  path: string;
  message: string;
}
