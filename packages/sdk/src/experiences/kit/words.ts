// The few words that are ours and not the customer's.
export const words = {
  back: 'Back',
  close: 'Close',
  next: 'Next',
  send: 'Send',
};
