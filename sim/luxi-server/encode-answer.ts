import { MESSAGE_END } from '../../src/luxi/frames.ts'
import type { ServiceAnswer } from '../ganeti/luxi-service.ts'

/**
 * The bytes of an answer; `close` is between the service and this server and is not sent. luxid reads UTF-8 but does not
 * write it: of each character it sends the low eight bits (seen on a real one; `\u00e9` comes as one byte 0xe9, `\u20ac` as
 * 0xac). Names and tags are ASCII in Ganeti, so only texts that a client sent itself come back broken.
 */
export function encodeAnswer({ success, result }: ServiceAnswer): Uint8Array {
  return Buffer.from(JSON.stringify({ success, result }) + String.fromCharCode(MESSAGE_END), 'latin1')
}
