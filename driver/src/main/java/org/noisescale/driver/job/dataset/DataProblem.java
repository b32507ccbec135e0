package org.noisescale.driver.job.dataset;

import java.io.Serializable;
import org.noisescale.driver.study.InputException;

/**
 * What is wrong with a file. A task returns it as a result: an exception would be retried, and would come back as a
 * page of stack traces.
 *
 * @param row the data row or record, counted from 1; 0 where the problem is the file's
 * @param column the column's name; empty where the problem is the row's
 * @param what what is wrong and how to mend it
 */
record DataProblem(long row, String column, String what) implements Serializable {

    /** A problem of the whole file. */
    static DataProblem ofFile(String what) {
        return new DataProblem(0, "", what);
    }

    /** The same problem with its row counted from an earlier beginning. */
    DataProblem movedBy(long rows) {
        return new DataProblem(row + rows, column, what);
    }

    /** The same problem where nobody could find the row by its number. */
    DataProblem withoutRow() {
        return new DataProblem(0, column, what);
    }

    /** As the user gets to see it. */
    InputException in(String file) {
        return new InputException(
                file + (row == 0 ? "" : ", row " + row) + (column.isEmpty() ? "" : ", column " + column) + ": " + what);
    }
}
