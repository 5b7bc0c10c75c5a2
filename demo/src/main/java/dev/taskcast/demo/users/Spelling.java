package dev.taskcast.demo.users;

/** How far apart two spellings are. Keeps its rows between calls; not thread-safe. */
final class Spelling {
    private int[] previous = new int[64];
    private int[] current = new int[64];

    /** Levenshtein's distance: how many letters one has to insert, delete or replace. */
    int distance(String a, String b) {
        if (previous.length <= b.length()) {
            previous = new int[b.length() + 1];
            current = new int[b.length() + 1];
        }
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, 1 + Math.min(previous[j], current[j - 1]));
            }
            int[] done = previous;
            previous = current;
            current = done;
        }
        return previous[b.length()];
    }

    /** Whether two names differ by a slip of the pen at most. */
    boolean similar(String a, String b) {
        return Math.abs(a.length() - b.length()) <= 2 && distance(a, b) <= 2;
    }
}
