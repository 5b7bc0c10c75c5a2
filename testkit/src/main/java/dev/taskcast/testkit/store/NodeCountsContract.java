package dev.taskcast.testkit.store;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** The numbers of each node are those of somebody who counts, whichever of them holds a task, wakes it or forgets it. */
interface NodeCountsContract extends CountsContract {
    @Test
    default void theNumbersAreRightOnEachNode() {
        Random random = new Random(23);
        Life first = new Life(start(builder -> builder.recent(0)));
        Life second = new Life(start(builder -> builder.recent(10).maxHistory(12)));
        for (int i = 0; i < 6; i++) {
            first.live(random);
            second.live(random);
            first.awaitRight();
            second.awaitRight();
            if (i == 3) {
                kill(second.node());
                second = new Life(start(builder -> builder.recent(1).maxHistory(15)));
            }
        }
    }
}
