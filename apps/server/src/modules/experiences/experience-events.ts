/** The native events of what happens with an experience; all have the source `app`. */
export const experienceEvents = {
  seen: 'experience seen',
  stepSeen: 'experience step seen',
  completed: 'experience completed',
  dismissed: 'experience dismissed',
  answered: 'experience answered',
} as const;
