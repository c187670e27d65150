// A small tag manager of the kind that Google's is: a data layer whose variables are filled into
// custom HTML tags as text, and tags of templates that push through a queue of the sandbox.
(() => {
  const values = {};
  const tags = window.tagManagerTags || [];

  /**
   * In quotes a variable is text, "undefined" when nobody has set it; without, it is the value as
   * JavaScript.
   */
  function fillIn(html) {
    return html
      .replace(/(["'])\{\{(.+?)\}\}\1/g, (_, quote, name) => quote + String(values[name]) + quote)
      .replace(/\{\{(.+?)\}\}/g, (_, name) => JSON.stringify(values[name]));
  }

  /** Scripts that arrive by innerHTML do not run: each is made anew, and the tag is taken away. */
  function injectHtml(html) {
    const holder = document.createElement('div');
    holder.style.display = 'none';
    holder.innerHTML = fillIn(html);
    document.body.appendChild(holder);
    for (const inert of Array.from(holder.querySelectorAll('script'))) {
      const live = document.createElement('script');
      for (const { name, value } of Array.from(inert.attributes)) live.setAttribute(name, value);
      live.text = inert.text;
      inert.parentNode.replaceChild(live, inert);
    }
    holder.remove();
  }

  /** What a template is given: the queue is looked up by name, values are copied on their way. */
  const sandbox = {
    data: values,
    createQueue(name) {
      window[name] = window[name] || [];
      return (value) => window[name].push(JSON.parse(JSON.stringify(value)));
    },
    injectScript(url) {
      const script = document.createElement('script');
      script.async = true;
      script.src = url;
      document.head.appendChild(script);
    },
    setInWindow(name, value) {
      window[name] = value;
    },
  };

  function fire(event) {
    for (const tag of tags) {
      if (tag.on !== event) continue;
      if (tag.html) injectHtml(tag.html);
      else tag.template(sandbox);
    }
  }

  function take(entry) {
    Object.assign(values, entry);
    if (entry.event) fire(entry.event);
  }

  const waiting = window.dataLayer || [];
  window.dataLayer = { push: take };
  for (const entry of waiting) take(entry);
  fire('all pages');
})();
