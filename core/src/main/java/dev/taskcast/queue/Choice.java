package dev.taskcast.queue;

import org.jspecify.annotations.Nullable;

/** Members one of which is chosen: by turn, or by age. Only those are in it of whom somebody may start. */
abstract class Choice extends Member {
    private final Heap<Member> byTurn = new ByTurn();
    private final Heap<Member> byAge = new ByAge();

    /** A member has changed. */
    void see(Member member, boolean mayStart) {
        boolean isIn = member.ageIndex >= 0;
        if (mayStart && isIn) {
            byTurn.moved(member);
            byAge.moved(member);
        } else if (mayStart) {
            byTurn.add(member);
            byAge.add(member);
        } else if (isIn) {
            byTurn.remove(member);
            byAge.remove(member);
        } else {
            return;
        }
        changed();
    }

    boolean isEmpty() {
        return byAge.size() == 0;
    }

    @Override
    @Nullable
    WaitingLane oldest() {
        Member first = byAge.first();
        return first == null ? null : first.oldest();
    }

    @Override
    @Nullable
    WaitingLane inTurn() {
        Member first = byTurn.first();
        return first == null ? null : first.inTurn();
    }

    private static final class ByTurn extends Heap<Member> {
        @Override
        boolean isBefore(Member a, Member b) {
            return WaitingLane.isTurnBefore(a.inTurn(), b.inTurn());
        }

        @Override
        int indexOf(Member member) {
            return member.turnIndex;
        }

        @Override
        void setIndex(Member member, int index) {
            member.turnIndex = index;
        }
    }

    private static final class ByAge extends Heap<Member> {
        @Override
        boolean isBefore(Member a, Member b) {
            return WaitingLane.isOlder(a.oldest(), b.oldest());
        }

        @Override
        int indexOf(Member member) {
            return member.ageIndex;
        }

        @Override
        void setIndex(Member member, int index) {
            member.ageIndex = index;
        }
    }
}
