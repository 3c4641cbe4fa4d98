import type { JsonValue } from '../../src/cluster/json.ts'
import { LuxiConnection } from '../../src/luxi/socket-transport.ts'

/** One Luxi call on a connection of its own; throws as LuxiConnection does. */
export async function luxiCall(socket: string, method: string, ...args: JsonValue[]): Promise<JsonValue> {
  const connection = await LuxiConnection.connect(socket)
  try {
    return await connection.call(method, args)
  } finally {
    connection.close()
  }
}
