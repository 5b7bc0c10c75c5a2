package dev.taskcast.spring.slice;

interface Prices {
    int of(Order order);
}
