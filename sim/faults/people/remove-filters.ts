import { fault } from '../fault.ts'

export const removeFilters = fault({
  name: 'remove-filters',
  layer: 'people',
  about: 'An admin finds job filters that nobody knows, and removes all of them.',
  entries: {},
  text: () => 'an admin removes all job filters',
  apply: stage => {
    const filters = stage.cluster.jobFilters()
    return filters.filter(({ uuid }) => stage.letAsk('DeleteFilter', uuid)).length > 0
  },
})
