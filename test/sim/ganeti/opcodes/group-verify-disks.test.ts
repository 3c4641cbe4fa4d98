import { expect, test } from 'vitest'
import { Client } from '../client.ts'
import { LOCAL, MIRRORED, SHARED, smallCluster } from '../small-cluster.ts'

const VERIFY = { OP_ID: 'OP_GROUP_VERIFY_DISKS', group_name: 'default' }

function verified(story: (client: Client) => void) {
  const client = new Client(smallCluster(MIRRORED, LOCAL, SHARED))
  story(client)
  const [status, results] = JSON.parse(JSON.stringify(client.run(VERIFY)))
  expect(status).toBe('success')
  const [errors, inactive, missing] = results[0]
  return { errors: Object.values(errors), inactive, missing: Object.keys(missing) }
}

test('finds nothing where nothing is wrong', () => {
  expect(verified(() => {})).toEqual({ errors: [], inactive: [], missing: [] })
})

test('finds a mirror whose node was booted, but no local volumes: those come up with the node', () => {
  const found = verified(({ cluster }) => {
    cluster.powerOff('node3')
    cluster.powerOn('node3')
    cluster.powerOff('node2')
    cluster.powerOn('node2')
  })
  expect(found).toEqual({ errors: [], inactive: [MIRRORED.name], missing: [] })
})

test('finds volumes that are gone', () => {
  const found = verified(({ cluster }) => cluster.machine('node2').replaceStorage())
  expect(found).toEqual({ errors: [], inactive: [MIRRORED.name], missing: [MIRRORED.name, LOCAL.name] })
})

test('reports nodes that do not answer, and an offline one only for its mirrors', () => {
  expect(verified(({ cluster }) => cluster.powerOff('node2'))).toMatchObject({
    errors: ['the node does not answer'],
    inactive: [],
  })
  expect(verified(({ cluster }) => cluster.setNodeOffline('node2', true)).errors).toEqual([
    'Node is marked offline',
  ])
})

test('does not look at disks that need not be active', () => {
  const client = new Client(smallCluster({ ...MIRRORED, adminState: 'down' }))
  client.cluster.powerOff('node3')
  client.cluster.powerOn('node3')
  expect(client.run(VERIFY)).toEqual(['success', [[{}, [], {}]]])
})
