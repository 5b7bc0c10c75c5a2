package dev.taskcast.queue;

import java.util.List;

/** What a gate means for who waits behind it. */
enum Hold {
    /** Nothing: it has no limit. */
    NONE,
    /** It has a limit, and room. */
    LIMITED,
    /** As many go on as may. */
    FULL,
    /** As many have started as may in that time. */
    PACED,
    /** Nothing starts. */
    SHUT,
    /** The code of its type is not here. */
    LACKING;

    static final int COUNT = values().length;

    /** Its place in arrays of {@link #COUNT}. */
    @SuppressWarnings("EnumOrdinal") // these arrays are of a moment
    int index() {
        return ordinal();
    }

    private boolean isClosed() {
        return this == FULL || this == PACED;
    }

    /**
     * Which of the gates that somebody passes keeps them waiting.
     *
     * @param all what each of them means, those that concern fewest first
     * @param lacksSlot whether there is no slot that they would take
     * @return an index; -1 where it is none of them, but a slot
     */
    static int by(List<Hold> all, boolean lacksSlot) {
        int lacking = all.indexOf(LACKING);
        int shut = lacking >= 0 ? lacking : all.indexOf(SHUT);
        if (shut >= 0) {
            return shut;
        }
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).isClosed()) {
                return i;
            }
        }
        return lacksSlot ? -1 : all.indexOf(LIMITED);
    }

    /** Why somebody waits whom this keeps. */
    Why why() {
        return switch (this) {
            case NONE -> Why.SLOT;
            case LIMITED, FULL -> Why.LIMIT;
            case PACED -> Why.RATE;
            case SHUT -> Why.PAUSED;
            case LACKING -> Why.UNKNOWN_TYPE;
        };
    }
}
