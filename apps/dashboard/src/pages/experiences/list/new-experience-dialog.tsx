import type { ExperienceType } from '@muster/protocol';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useProject } from '../../../api/current-project.ts';
import { createExperience, experiencesQuery } from '../../../api/experiences-api.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { listTypes, typeLooks } from '../experience-types.ts';
import { newStepId } from '../new-step-id.ts';
import { startExperience } from './start-experience.ts';
import { TypePicture } from './type-picture.tsx';

/** A choice of what a new experience is to be; the chosen one is made as a draft, and opened. */
export function NewExperienceDialog({ onClose }: { onClose: () => void }) {
  const { id: projectId } = useProject();
  const client = useQueryClient();
  const navigate = useNavigate();
  const create = useMutation({
    mutationFn: (type: ExperienceType) =>
      createExperience(projectId, startExperience(type, newStepId)),
    onSuccess: async ({ id }) => {
      void client.invalidateQueries({ queryKey: experiencesQuery(projectId).queryKey });
      await navigate({
        to: '/p/$projectId/experiences/$experienceId',
        params: { projectId, experienceId: id },
      });
    },
  });
  return (
    <Dialog
      open
      onClose={onClose}
      width={860}
      title="New experience"
      description="It begins as a draft, with an example to write over. Nobody sees it before you publish it."
    >
      <ul className="type-choices">
        {listTypes().map((type) => (
          <li key={type}>
            <button
              type="button"
              className="type-choice hued"
              style={{ '--hue': typeLooks[type].hue } as React.CSSProperties}
              aria-busy={create.isPending && create.variables === type}
              onClick={() => create.isPending || create.mutate(type)}
            >
              <TypePicture type={type} />
              <span className="type-choice-name">{typeLooks[type].label}</span>
              <span className="type-choice-about">{typeLooks[type].about}</span>
            </button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
