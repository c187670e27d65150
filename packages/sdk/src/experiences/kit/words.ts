// The few words that are ours and not the customer's. `{a}` and `{b}` are numbers.

const english = {
  back: 'Back',
  chooseAnswer: 'Please choose an answer.',
  close: 'Close',
  done: 'Done',
  doneOf: '{a} of {b} done',
  help: 'Help',
  markDone: 'Mark as done',
  markOpen: 'Mark as not done',
  news: 'What’s new',
  next: 'Next',
  noNews: 'Nothing new yet.',
  notAnswered: 'not answered yet',
  ofTotal: '{a} of {b}',
  optional: 'Optional',
  question: 'Question',
  send: 'Send',
  steps: 'First steps',
  thanks: 'Thank you!',
  thanksMore: 'Your answer has been sent.',
  tooLong: '{a} characters too many.',
  unread: '{a} new',
  writeAnswer: 'Please write an answer.',
};

export type Words = typeof english;

const french: Words = {
  back: 'Retour',
  chooseAnswer: 'Veuillez choisir une réponse.',
  close: 'Fermer',
  done: 'Terminé',
  doneOf: '{a} sur {b} terminés',
  help: 'Aide',
  markDone: 'Marquer comme fait',
  markOpen: 'Marquer comme à faire',
  news: 'Nouveautés',
  next: 'Suivant',
  noNews: 'Rien de nouveau pour le moment.',
  notAnswered: 'pas encore de réponse',
  ofTotal: '{a} sur {b}',
  optional: 'Facultatif',
  question: 'Question',
  send: 'Envoyer',
  steps: 'Premiers pas',
  thanks: 'Merci !',
  thanksMore: 'Votre réponse a été envoyée.',
  tooLong: '{a} caractères de trop.',
  unread: '{a} non lus',
  writeAnswer: 'Veuillez écrire une réponse.',
};

const german: Words = {
  back: 'Zurück',
  chooseAnswer: 'Bitte wählen Sie eine Antwort.',
  close: 'Schließen',
  done: 'Fertig',
  doneOf: '{a} von {b} erledigt',
  help: 'Hilfe',
  markDone: 'Als erledigt markieren',
  markOpen: 'Als offen markieren',
  news: 'Neuigkeiten',
  next: 'Weiter',
  noNews: 'Noch nichts Neues.',
  notAnswered: 'noch nicht beantwortet',
  ofTotal: '{a} von {b}',
  optional: 'Freiwillig',
  question: 'Frage',
  send: 'Senden',
  steps: 'Erste Schritte',
  thanks: 'Vielen Dank!',
  thanksMore: 'Ihre Antwort ist angekommen.',
  tooLong: '{a} Zeichen zu viel.',
  unread: '{a} neu',
  writeAnswer: 'Bitte schreiben Sie eine Antwort.',
};

const spanish: Words = {
  back: 'Atrás',
  chooseAnswer: 'Elija una respuesta.',
  close: 'Cerrar',
  done: 'Listo',
  doneOf: '{a} de {b} completados',
  help: 'Ayuda',
  markDone: 'Marcar como hecho',
  markOpen: 'Marcar como pendiente',
  news: 'Novedades',
  next: 'Siguiente',
  noNews: 'Nada nuevo por ahora.',
  notAnswered: 'sin respuesta',
  ofTotal: '{a} de {b}',
  optional: 'Opcional',
  question: 'Pregunta',
  send: 'Enviar',
  steps: 'Primeros pasos',
  thanks: '¡Gracias!',
  thanksMore: 'Su respuesta se ha enviado.',
  tooLong: 'Sobran {a} caracteres.',
  unread: '{a} sin leer',
  writeAnswer: 'Escriba una respuesta.',
};

const languages: Record<string, Words> = { de: german, es: spanish, fr: french };

/** The words of a language such as `fr-CA`; English for those that we do not speak. */
export function wordsOf(language: string): Words {
  return languages[language.slice(0, 2).toLowerCase()] || english;
}

/** A word with its numbers filled in. */
export function say(word: string, a: number, b?: number): string {
  return word.replace('{a}', `${a}`).replace('{b}', `${b}`);
}
