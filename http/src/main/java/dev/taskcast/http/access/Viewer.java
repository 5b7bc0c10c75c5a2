package dev.taskcast.http.access;

/** What somebody who was let in may see and do. */
public final class Viewer {
    /** Everything. */
    public static final Viewer OF_EVERYTHING = new Viewer();

    private Viewer() {}
}
