package dev.taskcast.spring.autoconfigure;

import dev.taskcast.http.access.Access;
import dev.taskcast.http.access.Viewer;
import dev.taskcast.http.exchange.Caller;
import dev.taskcast.http.exchange.Request;
import dev.taskcast.task.TaskIdentity;
import java.security.Principal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationTrustResolver;
import org.springframework.security.authentication.AuthenticationTrustResolverImpl;
import org.springframework.security.core.Authentication;

/**
 * Whoever is logged in sees and does what is theirs: tasks that they have submitted, or that the application has submitted with their name
 * as the owner. Whoever has the authority that the properties name sees and does everything.
 */
final class LoginAccess implements Access {
    private final AuthenticationTrustResolver trust = new AuthenticationTrustResolverImpl();
    private final Logins logins;
    private final @Nullable String adminAuthority;

    LoginAccess(Logins logins, @Nullable String adminAuthority) {
        this.logins = logins;
        this.adminAuthority = adminAuthority;
    }

    @Override
    public Optional<Viewer> open(Request request) {
        Caller caller = request.caller().orElse(null);
        Principal principal = caller == null ? null : caller.principal();
        if (caller == null
                || !(principal instanceof Authentication login)
                || !login.isAuthenticated()
                || trust.isAnonymous(login)) {
            return Optional.empty();
        }
        boolean isAdmin = adminAuthority != null
                && login.getAuthorities().stream().anyMatch(each -> adminAuthority.equals(each.getAuthority()));
        Logins.Login session = logins.of(caller.session());
        return Optional.of(new LoggedIn(login.getName(), isAdmin, session));
    }

    private record LoggedIn(String name, boolean isAdmin, Logins.Login login) implements Viewer {
        @Override
        public boolean canSee(TaskIdentity task) {
            return isAdmin || name.equals(task.owner());
        }

        @Override
        public boolean check() {
            return !login.isOver();
        }

        @Override
        public String owner() {
            return name;
        }

        @Override
        public String key() {
            return isAdmin ? "admin " + name : "user " + name;
        }
    }
}
