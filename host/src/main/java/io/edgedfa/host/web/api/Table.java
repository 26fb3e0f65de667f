package io.edgedfa.host.web.api;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;

/** Records as rows: a column per component. */
final class Table {
    private Table() {}

    static List<String> columns(Class<? extends Record> type) {
        return Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).toList();
    }

    static List<Object> row(Record record) {
        return Arrays.asList(Arrays.stream(record.getClass().getRecordComponents()).map(part -> value(part, record)).toArray());
    }

    private static Object value(RecordComponent part, Record record) {
        try {
            part.getAccessor().setAccessible(true);
            return part.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(part + " cannot be read", e);
        }
    }
}
