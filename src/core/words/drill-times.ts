// What is written into the record of a drill when time alone ends it.

export const outOfTime = "Nobody finished it in its time.";
