package dev.taskcast.docs.bridges;

import java.util.concurrent.CompletableFuture;

/** What an application has. */
interface Shop {
    CompletableFuture<Integer> reserve();

    CompletableFuture<Integer> pay(int order);
}
