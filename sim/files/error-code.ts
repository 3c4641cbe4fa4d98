/** What the file system calls an error, such as ENOENT; of any other error what it says. */
export function errorCode(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return 'code' in error ? String(error.code) : error.message
}
