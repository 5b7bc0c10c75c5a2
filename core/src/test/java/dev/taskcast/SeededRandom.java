package dev.taskcast;

import java.util.Random;
import java.util.random.RandomGenerator;

/**
 * A random generator whose seed is its name, so that a failed test prints it. {@code -Dtaskcast.seed=N} runs that seed
 * only.
 */
public final class SeededRandom extends Random {
    private static final long serialVersionUID = 1L;

    private final long seed;

    /**
     * Begins at a seed.
     *
     * @param seed any
     */
    public SeededRandom(long seed) {
        super(seed);
        this.seed = seed;
    }

    /**
     * Some fixed seeds, and as many fresh ones.
     *
     * @param count how many in all
     * @param found further seeds, that once found something
     * @return generators for a parameterized test
     */
    public static SeededRandom[] several(int count, long... found) {
        Long wanted = Long.getLong("taskcast.seed");
        if (wanted != null) {
            return new SeededRandom[] {new SeededRandom(wanted)};
        }
        SeededRandom[] all = new SeededRandom[count + found.length];
        for (int i = 0; i < count; i++) {
            all[i] = new SeededRandom(
                    i < count / 2 ? i : RandomGenerator.getDefault().nextLong());
        }
        for (int i = 0; i < found.length; i++) {
            all[count + i] = new SeededRandom(found[i]);
        }
        return all;
    }

    /**
     * The seed.
     *
     * @return as it was given
     */
    public long seed() {
        return seed;
    }

    @Override
    public String toString() {
        return "seed " + seed;
    }
}
