// Says things aloud when the person wants it, and always shows them as text.

export class Voice {
  /** @param {HTMLElement} text a polite live region that shows what is said */
  constructor(text, lang) {
    this.text = text;
    this.lang = lang;
    this.on = false;
  }

  get possible() {
    return "speechSynthesis" in window;
  }

  /** Show `words`; speak them when the voice is on. An urgent one interrupts. */
  say(words, { urgent = false } = {}) {
    if (!words) return;
    this.text.textContent = words;
    if (!this.on || !this.possible) return;
    if (urgent) window.speechSynthesis.cancel();
    const spoken = new SpeechSynthesisUtterance(words);
    spoken.lang = this.lang;
    spoken.rate = 0.95;
    window.speechSynthesis.speak(spoken);
  }

  /** A number that is only spoken: the page shows it large already. */
  count(number) {
    if (!this.on || !this.possible || window.speechSynthesis.speaking) return;
    const spoken = new SpeechSynthesisUtterance(String(number));
    spoken.lang = this.lang;
    window.speechSynthesis.speak(spoken);
  }

  hush() {
    if (this.possible) window.speechSynthesis.cancel();
  }
}
