import { join } from 'node:path'
import { toJsonSchema } from '@valibot/to-json-schema'
import { expect, test } from 'vitest'
import { builtInCluster } from '../../../sim/cluster-file/built-in-cluster.ts'
import { planJson } from '../../../sim/plan/plan-json.ts'
import { PLAN_SCHEMA } from '../../../sim/plan/plan-schema.ts'
import { planOf } from './fixture.ts'
import { parsedPlan } from './parsed-plan.ts'

const SCHEMA = join(import.meta.dirname, '..', '..', '..', 'docs', 'harep-plan.schema.json')

test('docs/harep-plan.schema.json is made of the schema', async () => {
  const { $schema, ...rest } = toJsonSchema(PLAN_SCHEMA, { errorMode: 'ignore' })
  const title = 'What harep-sim plan --output json prints'
  await expect(`${JSON.stringify({ $schema, title, ...rest }, null, 2)}\n`).toMatchFileSnapshot(SCHEMA)
})

test.each([
  [{ offline: ['node2', 'node5'] }, []],
  [{ drained: ['node2'] }, []],
  [{ dead: ['node2'] }, []],
  [{ offline: ['node2'] }, ['--classic']],
  [{ offline: ['node2'] }, ['--select-instances=web1']],
  [{}, []],
] as const)('plans are as it says: %j %j', (assumptions, words) => {
  const text = planJson(planOf(builtInCluster, assumptions, { words }))
  expect(parsedPlan(text)).toEqual(JSON.parse(text))
})
