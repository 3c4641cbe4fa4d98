import { expect, test } from 'vitest'
import { startCron } from '../../../sim/world/cron.ts'
import { Client } from '../ganeti/client.ts'
import { smallCluster } from '../ganeti/small-cluster.ts'
import { runFor } from './fixture.ts'

const DAY_S = 86_400

function startsOf(schedule: string, seconds: number, story: (client: Client) => void = () => {}): string[] {
  const client = new Client(smallCluster())
  const times: string[] = []
  const { kernel, cluster } = client
  const start = () => times.push(new Date(kernel.nowUs / 1_000).toISOString().slice(11, 19))
  const stop = startCron(kernel, cluster.machine('node2'), [{ schedule, start }])
  story(client)
  runFor(client, seconds)
  stop()
  runFor(client, DAY_S)
  return times
}

test.each([
  ['*/5 * * * *', DAY_S, 288],
  ['* * * * *', 3_600, 60],
  ['45 1 * * *', 3 * DAY_S, 3],
  ['0,30 6,18 * * *', DAY_S, 4],
])('%s is due so often in %d seconds: %d', (schedule, seconds, count) => {
  expect(startsOf(schedule, seconds)).toHaveLength(count)
})

test('what is due at a time of the day is started then', () => {
  expect(startsOf('45 1 * * *', 2 * DAY_S)).toEqual(['01:45:00', '01:45:00'])
})

test('a machine without power starts nothing, and makes up for nothing', () => {
  const times = startsOf('*/5 * * * *', 3_600, ({ kernel, cluster }) => {
    kernel.after(600_000_000, () => cluster.powerOff('node2'))
    kernel.after(1_800_000_000, () => cluster.powerOn('node2'))
  })
  expect(times).toHaveLength(12 - 4)
})

test.each(['* * * *', '*/0 * * * *', '61 * * * *', 'a 1 * * *', '1 1 1 * *'])('%s is refused', schedule => {
  expect(() => startsOf(schedule, 1)).toThrow(RangeError)
})
