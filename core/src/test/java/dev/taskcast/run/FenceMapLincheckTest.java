package dev.taskcast.run;

import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** One adds, many look and remove, all in the same slot: nobody sees a value under another's fence. */
@Param(name = "which", gen = IntGen.class, conf = "0:2")
public class FenceMapLincheckTest {
    private static final int SLOTS = 256;

    private final FenceMap<String> map = new FenceMap<>();
    private int added;

    @Operation(nonParallelGroup = "adds")
    public void add() {
        long fence = fence(added++);
        map.put(fence, "of " + fence);
    }

    @Operation
    public void remove(@Param(name = "which") int which) {
        map.remove(fence(which));
    }

    @Operation
    public @Nullable String get(@Param(name = "which") int which) {
        return map.get(fence(which));
    }

    private static long fence(int which) {
        return 1 + (long) which * SLOTS;
    }

    @Test
    void interleavingsAreLinearizable() {
        new ModelCheckingOptions()
                .iterations(30)
                .invocationsPerIteration(300)
                .threads(3)
                .actorsPerThread(3)
                .check(FenceMapLincheckTest.class);
    }
}
