package dev.taskcast.queue;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A type: its limit, and whether its code is here. */
final class TypeState extends Gate {
    final String name;
    private final Wakes wakes;
    private final List<Member> waiting = new ArrayList<>(1); // groups of keyed lanes, and lanes without a key
    private @Nullable Limit limit;
    private boolean isHere;

    TypeState(String name, Wakes wakes) {
        this.name = name;
        this.wakes = wakes;
        refresh();
    }

    void declare(@Nullable Limit now) {
        limit = now;
        limitChanged();
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

    /** Whether nothing would be different without it. */
    boolean isForgettable() {
        return !isHere && limit == null && holders() == 0 && waiting.isEmpty();
    }

    @Override
    boolean isUsable() {
        return isHere;
    }

    @Override
    @Nullable
    Limit limit() {
        return limit;
    }

    @Override
    LimitOf of() {
        return new LimitOf.Type(name);
    }

    @Override
    Wakes wakes() {
        return wakes;
    }

    @Override
    void toggled() {
        waiting.forEach(Member::changed);
    }
}
