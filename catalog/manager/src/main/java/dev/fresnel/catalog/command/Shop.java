package dev.fresnel.catalog.command;

import dev.fresnel.catalog.api.Refusal;
import java.util.List;

/** What can be done with plugins, on a server or in a folder. */
interface Shop extends AutoCloseable {
    void list() throws Refusal, InterruptedException;

    void search(String text) throws Refusal, InterruptedException;

    void info(String id) throws Refusal, InterruptedException;

    /** @param what {@code id}, {@code id@version}, a file or an address */
    void install(List<String> what) throws Refusal, InterruptedException;

    void update(List<String> ids) throws Refusal, InterruptedException;

    void rollback(String id) throws Refusal, InterruptedException;

    void remove(List<String> ids) throws Refusal, InterruptedException;

    void pin(String id, boolean on) throws Refusal, InterruptedException;

    void verify(List<String> what) throws Refusal, InterruptedException;

    @Override
    void close();
}
