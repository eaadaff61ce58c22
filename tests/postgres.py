"""Whether a PostgreSQL server answers at the address given: exit status 0, or 1 and the reason."""

import sys

import psycopg

if __name__ == "__main__":
    try:
        psycopg.connect(sys.argv[1], dbname="postgres", connect_timeout=3).close()
    except psycopg.Error as error:
        sys.exit(f"No PostgreSQL to test on: {' '.join(str(error).split())}")
