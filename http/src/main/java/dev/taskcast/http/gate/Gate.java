package dev.taskcast.http.gate;

import dev.taskcast.handle.Handles;
import dev.taskcast.http.access.Access;
import dev.taskcast.http.access.Viewer;
import dev.taskcast.http.exchange.Request;
import dev.taskcast.thread.SafeLog;
import org.jspecify.annotations.Nullable;

/** Lets requests in: by a handle, by a ticket, or by the application's access. Thread-safe. */
public final class Gate {
    private static final System.Logger LOG = System.getLogger("dev.taskcast");
    private static final SafeLog ACCESS_FAILED =
            new SafeLog(LOG, System.Logger.Level.ERROR, "The access check failed; the request is refused");

    private final Access access;
    private final Handles handles;
    private final Tickets tickets;

    /**
     * Of an endpoint.
     *
     * @param access the application's
     * @param handles of the manager
     * @param tickets of the endpoint
     */
    @SuppressWarnings("exports") // made by the endpoint only
    public Gate(Access access, Handles handles, Tickets tickets) {
        this.access = access;
        this.handles = handles;
        this.tickets = tickets;
    }

    /**
     * Lets somebody in.
     *
     * @param request theirs
     * @param handle what they sent as a handle, or null
     * @param ticket what they sent as a ticket, where the route takes one, or null
     * @return what they may see and do, or null where they are not let in
     */
    public @Nullable Viewer open(Request request, @Nullable String handle, @Nullable String ticket) {
        if (handle != null) {
            Handles.Handle verified = handles.verify(handle);
            return verified == null ? null : new HandleViewer(handles, verified, handles.deadlineNanos(verified));
        }
        if (ticket != null) {
            return tickets.redeem(ticket);
        }
        try {
            return access.open(request).map(Gate::guarded).orElse(null);
        } catch (VirtualMachineError e) { // nothing was said about who asks: that is an error, and may pass
            throw e;
        } catch (Throwable t) {
            ACCESS_FAILED.log(t);
            return null;
        }
    }

    @SuppressWarnings("ReferenceEquality") // the very one that needs no guard
    private static Viewer guarded(Viewer viewer) {
        return viewer == Viewer.OF_EVERYTHING ? viewer : new Guarded(viewer);
    }
}
