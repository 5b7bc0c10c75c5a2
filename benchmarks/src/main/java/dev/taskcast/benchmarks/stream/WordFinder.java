package dev.taskcast.benchmarks.stream;

/** Finds the first occurrence of a word whose first character is in it but once, or at its end too. */
final class WordFinder {

    private final byte[] word;
    private int matched;

    WordFinder(byte[] word) {
        this.word = word;
    }

    /** Reads on; whether it has been found by now. */
    boolean find(byte[] bytes, int length) {
        for (int i = 0; i < length && matched < word.length; i++) {
            if (bytes[i] == word[matched]) {
                matched++;
            } else {
                matched = bytes[i] == word[0] ? 1 : 0;
            }
        }
        return matched == word.length;
    }
}
