import type { Socket } from 'node:net'
import { afterEach, beforeEach } from 'vitest'
import { LuxiConnection, type LuxiOptions } from '../../src/luxi/socket-transport.ts'
import { eachRequest, type Peer, startPeer, type TimerWatch, watchTimers } from './peer.ts'

/** Connections for the tests of a file, which are closed after each, as are the peers; and the timers that are left. */
export interface Connections {
  /** A connection to a peer that does `onConnection`. */
  readonly connectTo: (
    onConnection: (socket: Socket) => void,
    options?: LuxiOptions,
  ) => Promise<LuxiConnection>
  /** A connection to a peer that answers each request with the next of `answers`, byte for byte. */
  readonly answering: (
    answers: readonly (string | Uint8Array)[],
    options?: LuxiOptions,
  ) => Promise<LuxiConnection>
  /** The peers of this test, in the order in which they were started. */
  readonly peers: readonly Peer[]
  readonly timers: { readonly pending: () => number }
}

// That nothing is thrown outside of a call needs no check here: the test runner fails on it.
export function useConnections(): Connections {
  const peers: Peer[] = []
  const connections: LuxiConnection[] = []
  let watch: TimerWatch

  beforeEach(() => {
    watch = watchTimers()
  })

  afterEach(async () => {
    watch.stop()
    for (const connection of connections.splice(0)) connection.close()
    for (const peer of peers.splice(0)) await peer.stop()
  })

  const connectTo = async (onConnection: (socket: Socket) => void, options: LuxiOptions = {}) => {
    const peer = await startPeer(onConnection)
    peers.push(peer)
    const connection = await LuxiConnection.connect(peer.path, options)
    connections.push(connection)
    return connection
  }
  return {
    connectTo,
    answering: (answers, options) =>
      connectTo(socket => eachRequest(socket, (_text, index) => socket.write(answers[index] ?? '')), options),
    peers,
    timers: { pending: () => watch.pending() },
  }
}
