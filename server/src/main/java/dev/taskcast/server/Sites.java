package dev.taskcast.server;

import dev.taskcast.http.Page;
import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.http.exchange.Problem;
import dev.taskcast.http.exchange.Reply;
import dev.taskcast.http.exchange.Request;
import dev.taskcast.server.exchange.Answers;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What stands where on a server. Immutable. */
final class Sites implements Answers {
    private final Map<String, Page> pages;
    private final List<TaskEndpoint> endpoints; // the longest path first

    Sites(List<TaskEndpoint> endpoints, List<Page> pages) {
        this.endpoints = endpoints.stream()
                .sorted(Comparator.comparingInt(
                                (TaskEndpoint endpoint) -> endpoint.path().length())
                        .reversed())
                .toList();
        this.pages = pages.stream().collect(Collectors.toUnmodifiableMap(Page::path, Function.identity()));
    }

    List<TaskEndpoint> endpoints() {
        return endpoints;
    }

    @Override
    public Reply answer(Request request) {
        Page page = pages.get(request.path());
        if (page != null) {
            boolean reads = request.method().equals("GET") || request.method().equals("HEAD");
            return reads ? page.reply() : Problem.METHOD_NOT_ALLOWED.allow("GET, HEAD");
        }
        return endpoint(request.path())
                .map(endpoint -> endpoint.answer(request))
                .orElseGet(Problem.NOT_FOUND::reply);
    }

    @Override
    public Reply.Full refuse(Request request, Problem problem) {
        return endpoint(request.path())
                .map(endpoint -> endpoint.refuse(request, problem))
                .orElseGet(problem::reply);
    }

    Optional<TaskEndpoint> endpoint(String path) {
        return endpoints.stream().filter(endpoint -> endpoint.owns(path)).findFirst();
    }
}
