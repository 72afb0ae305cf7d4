package dev.fresnel.storage.history;

import dev.fresnel.spi.history.Chronicle.Entry;
import dev.fresnel.spi.history.Chronicle.Kept;
import dev.fresnel.spi.history.Chronicle.Place;
import dev.fresnel.spi.history.Chronicle.Span;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.h2.Driver;
import org.h2.api.ErrorCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The database of changes; for one thread. */
final class Book implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Book.class);

    /** A small cache, written every two seconds; what was written last may be lost in a crash. */
    private static final String SETTINGS = ";CACHE_SIZE=2048;WRITE_DELAY=2000;DB_CLOSE_ON_EXIT=FALSE;TRACE_LEVEL_FILE=0;LOCK_TIMEOUT=5000";

    private static final List<String> SCHEMA = List.of(
            """
            CREATE TABLE IF NOT EXISTS entry(number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, place CHAR(40) NOT NULL,
             namespace VARCHAR(64) NOT NULL, name VARCHAR(256) NOT NULL, uid VARCHAR(256) NOT NULL, at BIGINT NOT NULL, what VARBINARY(1000000) NOT NULL)""",
            "CREATE INDEX IF NOT EXISTS entry_of ON entry(place, namespace, name, number)",
            """
            CREATE TABLE IF NOT EXISTS span(place CHAR(40) NOT NULL, namespace VARCHAR(64) NOT NULL, since BIGINT NOT NULL, till BIGINT NOT NULL,
             PRIMARY KEY(place, namespace, since))""");

    private final Connection sql;
    private final Limits limits;
    private long trimmed = System.nanoTime();
    private long bytes;
    private long rows;

    private record Of(String place, String namespace, String name) {}

    private Book(Connection sql, Limits limits) throws SQLException {
        this.sql = sql;
        this.limits = limits;
        try (Statement statement = sql.createStatement()) {
            for (String each : SCHEMA) {
                statement.execute(each);
            }
        }
        sql.setAutoCommit(false);
        trim();
    }

    /** Opens it, or makes it. What cannot be read is put aside. */
    static Book open(Path file, Limits limits) throws SQLException {
        try {
            return connected(file, limits);
        } catch (SQLException failed) {
            if (failed.getErrorCode() == ErrorCode.DATABASE_ALREADY_OPEN_1) {
                throw failed;
            }
            putAside(file, failed);
            return connected(file, limits);
        }
    }

    private static Book connected(Path file, Limits limits) throws SQLException {
        // Not through DriverManager: it would keep this bundle's loader.
        Connection sql = new Driver().connect("jdbc:h2:file:" + file + SETTINGS, new Properties());
        try {
            return new Book(sql, limits);
        } catch (SQLException failed) {
            sql.close();
            throw failed;
        }
    }

    private static void putAside(Path file, SQLException failed) throws SQLException {
        Path there = file.resolveSibling(file.getFileName() + ".mv.db");
        if (!Files.exists(there)) {
            throw failed;
        }
        Path aside = file.resolveSibling(file.getFileName() + ".unreadable.mv.db");
        LOG.warn("the history cannot be read and begins anew; {} holds what was there: {}", aside.getFileName(), failed.toString());
        try {
            Files.move(there, aside, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A name of a place that says neither cluster nor owner. */
    private static String key(Place place) {
        try {
            String text = String.join("\n", place.trust(), place.cluster(), place.resource(), place.owner());
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 20);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java platform has it
        }
    }

    void write(List<Entry> entries, List<Span> spans) throws SQLException {
        try {
            Set<Of> changed = add(entries);
            trim(changed);
            merge(spans);
            sql.commit();
        } catch (SQLException failed) {
            sql.rollback();
            throw failed;
        }
        if (System.nanoTime() - trimmed > limits.trim().toNanos() || rows > limits.all() * 11L / 10 || bytes > limits.bytes() * 11 / 10) {
            trim();
        }
    }

    private Set<Of> add(List<Entry> entries) throws SQLException {
        Set<Of> changed = new LinkedHashSet<>();
        Map<Place, String> keys = new HashMap<>();
        try (PreparedStatement insert = sql.prepareStatement("INSERT INTO entry(place, namespace, name, uid, at, what) VALUES(?,?,?,?,?,?)")) {
            for (Entry entry : entries) {
                Of of = new Of(keys.computeIfAbsent(entry.place(), Book::key), entry.namespace(), entry.name());
                insert.setString(1, of.place);
                insert.setString(2, of.namespace);
                insert.setString(3, of.name);
                insert.setString(4, entry.uid());
                insert.setLong(5, entry.at());
                insert.setBytes(6, entry.what());
                insert.addBatch();
                changed.add(of);
                rows++;
                bytes += entry.what().length;
            }
            insert.executeBatch();
        }
        return changed;
    }

    /** Of each of these objects the newest stay. */
    private void trim(Set<Of> changed) throws SQLException {
        try (PreparedStatement delete = sql.prepareStatement("""
                DELETE FROM entry WHERE place=? AND namespace=? AND name=? AND number <= (SELECT number FROM entry
                 WHERE place=? AND namespace=? AND name=? ORDER BY place DESC, namespace DESC, name DESC, number DESC OFFSET ? ROWS FETCH FIRST 1 ROW ONLY)""")) {
            for (Of of : changed) {
                for (int i = 0; i < 6; i += 3) {
                    delete.setString(i + 1, of.place);
                    delete.setString(i + 2, of.namespace);
                    delete.setString(i + 3, of.name);
                }
                delete.setInt(7, limits.each());
                delete.addBatch();
            }
            delete.executeBatch();
        }
    }

    private void merge(List<Span> spans) throws SQLException {
        try (PreparedStatement merge = sql.prepareStatement("MERGE INTO span(place, namespace, since, till) VALUES(?,?,?,?)")) {
            for (Span span : spans) {
                merge.setString(1, key(span.place()));
                merge.setString(2, span.namespace());
                merge.setLong(3, span.since());
                merge.setLong(4, span.till());
                merge.addBatch();
            }
            merge.executeBatch();
        }
    }

    /** What is too old or too much leaves, oldest first. */
    private void trim() throws SQLException {
        long oldest = System.currentTimeMillis() - limits.age().toMillis();
        try (Statement statement = sql.createStatement()) {
            statement.executeUpdate("DELETE FROM entry WHERE at < " + oldest);
            statement.executeUpdate("DELETE FROM span WHERE till < " + oldest);
            statement.executeUpdate("DELETE FROM span WHERE since < (SELECT since FROM span ORDER BY since DESC OFFSET " + limits.all() / 10 + " ROWS FETCH FIRST 1 ROW ONLY)");
            count(statement);
            if (bytes > limits.bytes() || rows > limits.all()) {
                long share = Math.max(rows - limits.all(), bytes > limits.bytes() ? rows * (bytes - limits.bytes()) / bytes + 1 : 0);
                statement.executeUpdate("DELETE FROM entry WHERE number IN (SELECT number FROM entry ORDER BY number FETCH FIRST " + share + " ROWS ONLY)");
                count(statement);
            }
        }
        sql.commit();
        trimmed = System.nanoTime();
    }

    private void count(Statement statement) throws SQLException {
        try (ResultSet now = statement.executeQuery("SELECT COUNT(*), COALESCE(SUM(LENGTH(what)), 0) FROM entry")) {
            now.next();
            rows = now.getLong(1);
            bytes = now.getLong(2);
        }
    }

    Kept read(List<Place> places, String namespace, String name, long after) throws SQLException {
        List<Entry> entries = new ArrayList<>();
        List<Span> spans = new ArrayList<>();
        for (Place place : places) {
            entries.addAll(entries(place, namespace, name, after));
            spans.addAll(spans(place, namespace));
        }
        sql.commit();
        entries.sort((one, other) -> Long.compare(other.number(), one.number()));
        spans.sort((one, other) -> Long.compare(one.since(), other.since()));
        return new Kept(entries, spans);
    }

    private List<Entry> entries(Place place, String namespace, String name, long after) throws SQLException {
        List<Entry> out = new ArrayList<>();
        try (PreparedStatement select = sql.prepareStatement(
                "SELECT number, uid, at, what FROM entry WHERE place=? AND namespace=? AND name=? AND number > ? ORDER BY number DESC FETCH FIRST ? ROWS ONLY")) {
            select.setString(1, key(place));
            select.setString(2, namespace);
            select.setString(3, name);
            select.setLong(4, after);
            select.setInt(5, limits.each());
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    out.add(new Entry(rows.getLong(1), place, namespace, name, rows.getString(2), rows.getLong(3), rows.getBytes(4)));
                }
            }
        }
        return out;
    }

    private List<Span> spans(Place place, String namespace) throws SQLException {
        List<Span> out = new ArrayList<>();
        try (PreparedStatement select = sql.prepareStatement("SELECT namespace, since, till FROM span WHERE place=? AND namespace IN ('', ?) ORDER BY since")) {
            select.setString(1, key(place));
            select.setString(2, namespace);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    out.add(new Span(place, rows.getString(1), rows.getLong(2), rows.getLong(3)));
                }
            }
        }
        return out;
    }

    @Override
    public void close() throws SQLException {
        sql.close();
    }
}
