import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { DeleteProjectDialog } from './delete-project-dialog.tsx';

/** The way to delete the project, for admins. */
export function DeleteProjectCard() {
  const [isAsking, setAsking] = useState(false);
  return (
    <section className="card settings-card settings-danger" aria-labelledby="delete-project">
      <h2 id="delete-project">Delete this project</h2>
      <p className="settings-note">
        Everything in it goes, for good, and pages with its snippet are answered no more. Accounts
        of its members stay.
      </p>
      <div className="settings-foot">
        <Button look="danger" onClick={() => setAsking(true)}>
          Delete project…
        </Button>
      </div>
      {isAsking && <DeleteProjectDialog onClose={() => setAsking(false)} />}
    </section>
  );
}
