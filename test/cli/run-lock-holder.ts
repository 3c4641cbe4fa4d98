// Takes the lock of the socket that is named, says so, and keeps it until it is killed.
import { takeRunLock } from '../../src/cli/run-lock.ts'

process.stdout.write(`${takeRunLock(process.argv[2] ?? '').kind}\n`)
process.stdin.resume()
