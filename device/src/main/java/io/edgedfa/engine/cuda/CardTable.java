package io.edgedfa.engine.cuda;

import io.edgedfa.engine.OutOfMemoryException;
import io.edgedfa.engine.Table;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/** A table in a card's memory. */
final class CardTable implements Table {
    /** Bytes copied to the card at a time. */
    private static final int PIECE = 8 << 20;

    private final Card card;
    private final int rows;
    private final int width;
    private long address;

    private CardTable(Card card, int rows, int width, int elementBytes) {
        this.card = card;
        this.rows = rows;
        this.width = width;
        long bytes = (long) rows * width * elementBytes;
        this.address = card.allocate(Math.max(elementBytes, bytes));
        if (address == 0) {
            throw new OutOfMemoryException("a table of " + rows + " rows", bytes, card.freeBytes());
        }
    }

    static CardTable floats(Card card, int rows, int width, Rows values) {
        CardTable table = new CardTable(card, rows, width, Float.BYTES);
        int each = Math.max(1, PIECE / (width * Float.BYTES));
        float[] row = new float[width];
        FloatBuffer piece = ByteBuffer.allocateDirect(Math.multiplyExact(each * width, Float.BYTES)).order(ByteOrder.nativeOrder()).asFloatBuffer();
        for (int first = 0; first < rows; first += each) {
            int count = Math.min(each, rows - first);
            for (int i = 0; i < count; i++) {
                values.copy(first + i, row, 0);
                piece.put(i * width, row);
            }
            card.upload(table.address + (long) first * width * Float.BYTES, piece, (long) count * width * Float.BYTES);
        }
        return table;
    }

    static CardTable longs(Card card, long[] values) {
        CardTable table = new CardTable(card, values.length, 1, Long.BYTES);
        ByteBuffer all = ByteBuffer.allocateDirect(Math.multiplyExact(values.length, Long.BYTES)).order(ByteOrder.nativeOrder());
        all.asLongBuffer().put(0, values);
        card.upload(table.address, all, (long) values.length * Long.BYTES);
        return table;
    }

    long address() {
        return address;
    }

    /** Values of a row. */
    int width() {
        return width;
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public void close() {
        if (address != 0) {
            card.free(address);
            address = 0;
        }
    }
}
