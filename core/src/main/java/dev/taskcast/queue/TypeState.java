package dev.taskcast.queue;

import java.util.ArrayList;
import java.util.List;

/** A type: its limit, and whether its code is here. */
final class TypeState extends LimitedGate {
    final String name;
    private final List<Member> waiting = new ArrayList<>(0); // groups of keyed lanes, and lanes without a key
    private boolean isHere;

    TypeState(String name, Wakes wakes) {
        super(wakes);
        this.name = name;
        refresh();
    }

    void available(boolean here) {
        isHere = here;
        refresh();
    }

    void add(Member member) {
        waiting.add(member);
    }

    void remove(Member member) {
        waiting.remove(member);
    }

    boolean hasWaiting() {
        return !waiting.isEmpty();
    }

    /** Whether nothing would be different without it. */
    boolean isForgettable() {
        return !isHere && limit() == null && holders() == 0 && waiting.isEmpty();
    }

    @Override
    boolean isUsable() {
        return isHere;
    }

    @Override
    LimitOf of() {
        return new LimitOf.Type(name);
    }

    @Override
    void holdsOtherwise(Hold before) {
        waiting.forEach(member -> member.typeHolds(before, hold()));
    }

    @Override
    void toggled() {
        waiting.forEach(Member::changed);
    }
}
