/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Claim: a .pth file that lies, attacks or is broken is refused with P2P_ERROR_DATA and
 * the reason, within a second and 64 MiB, without reading past its bytes. At least
 * sixty of them, pickles and containers, beside the honest ones they are made from. */

#include "hostile.h"

static void
test_honest (void)
{
  static const struct
  {
    const char *bytes;
    gsize size;
  } pickles[] = {
#define CASE(literal) { literal, sizeof (literal) - 1 }
    CASE (GOOD), CASE (PROTO "}" NAME_A GOOD_TENSOR "s."),
    CASE (PROTO "}" TEXT ("\12", "state_dict") ODICT ")R" NAME_A GOOD_TENSOR "ss."),
    CASE (DICT (NAME_A GOOD_TENSOR TEXT ("\1", "b") "K\1")),
    CASE (PROTO "](}" NAME_A GOOD_TENSOR "s}" NAME_A GOOD_TENSOR "se."),
    CASE (PROTO ODICT ")R" NAME_A GOOD_TENSOR "s}" TEXT ("\11", "_metadata") ODICT ")Rsb."),
    CASE (PROTO ODICT "]("
                      "](" NAME_A GOOD_TENSOR "ee"
                      "\205R."),
    CASE (DICT (NAME_A "ctorch._utils\n_rebuild_parameter\n" GOOD_TENSOR "\210" ODICT ")R\207R")),
    CASE (DICT (NAME_A "ctorch._utils\n_rebuild_tensor\n(" STORAGE ("K\4") "K\0" D22 S21 "tR")),
    CASE (DICT (NAME_A TENSOR ("K\4", "K\0", D22, "K\1K\2\206"))),
    CASE (DICT (NAME_A TENSOR ("K\4", "K\3", ")", ")"))),
    CASE (DICT (NAME_A TENSOR ("K\4", "K\0", "K\1K\4\206",
        "\212\10\377\377\377\377\377\377\377\177K\1\206"))),
    CASE (DICT (NAME_A TENSOR ("K\4", "K\0", "K\0K\4\206", S21))),
    CASE (PROTO ODICT "](](U\1a" GOOD_TENSOR "ee\205R."), /* Python 2 */
  };
  for (guint i = 0; i < G_N_ELEMENTS (pickles); i++) {
    g_autoptr (GByteArray) file = maker_pth (pickles[i].bytes, pickles[i].size);
    accept (file->data, file->len);
  }
  accept (LEGACY_GOOD, sizeof LEGACY_GOOD - 1);
}

#define RUN(global) PROTO "c" global "(" TEXT ("\2", "id") "tR."
#define WITH(value) DICT (NAME_A value)
#define BIG "\212\10\377\377\377\377\377\377\377\177" /* 2^63 - 1 */
#define BIG31 "J\377\377\377\177"

static const struct
{
  const char *what, *bytes;
  gsize size;
  const char *word;
} pickles[] = {
#define BAD(what, literal, word)                                                                   \
  {                                                                                                \
    what, literal, sizeof (literal) - 1, word                                                      \
  }
  BAD ("shell", RUN ("os\nsystem\n"), "wants to run os.system: refused"),
  BAD ("shell by its other name", RUN ("posix\nsystem\n"), "posix.system"),
  BAD ("eval", RUN ("builtins\neval\n"), "builtins.eval"),
  BAD ("exec of Python 2", RUN ("__builtin__\nexec\n"), "__builtin__.exec"),
  BAD ("getattr chain", PROTO "cbuiltins\ngetattr\n(ctorch\nSize\n" TEXT ("\11", "__class__") "tR.",
      "builtins.getattr"),
  BAD ("process", RUN ("subprocess\nPopen\n"), "subprocess.Popen"),
  BAD ("torch.load", RUN ("torch\nload\n"), "torch.load"),
  BAD ("the program's own class", RUN ("models.networks\nUnetGenerator\n"),
      "models.networks.UnetGenerator"),
  BAD ("sparse", RUN ("torch._utils\n_rebuild_sparse_tensor\n"), "_rebuild_sparse_tensor"),
  BAD ("quantized", RUN ("torch._utils\n_rebuild_qtensor\n"), "_rebuild_qtensor"),
  BAD ("dotted name", RUN ("torch\n_utils._rebuild_tensor_v2\n"), "refused"),
  BAD ("control characters in a name", RUN ("\33[2J\nx\n"), "\\033[2J"),
  BAD ("name without an end", PROTO "cos", "has no end"),
  BAD ("INST", PROTO "(ios\nsystem\n.", "opcode 0x69 at offset 3"),
  BAD ("OBJ", PROTO "(" ODICT "o.", "opcode 0x6f"),
  BAD ("NEWOBJ", PROTO ODICT ")\201.", "opcode 0x81"),
  BAD ("NEWOBJ_EX", PROTO ODICT ")}\222.", "opcode 0x92"),
  BAD ("STACK_GLOBAL", PROTO TEXT ("\2", "os") TEXT ("\6", "system") "\223.", "opcode 0x93"),
  BAD ("EXT1", PROTO "\202\1.", "opcode 0x82"),
  BAD ("EXT2", PROTO "\203\1\0.", "opcode 0x83"),
  BAD ("EXT4", PROTO "\204\1\0\0\0.", "opcode 0x84"),
  BAD ("LONG4 of 4 GiB", PROTO "\213\377\377\377\377.", "opcode 0x8b"),
  BAD ("LONG of decimal digits", PROTO "L99999999999999999999L\n.", "opcode 0x4c"),
  BAD ("PERSID", PROTO "Pstorage\n.", "opcode 0x50"),
  BAD ("BINUNICODE8", PROTO "\215\377\377\377\377\377\377\377\177.", "opcode 0x8d"),
  BAD ("BINBYTES", PROTO "B\377\377\377\177.", "opcode 0x42"),
  BAD ("FRAME", PROTO "\225\0\0\0\0\0\0\0\0.", "opcode 0x95"),
  BAD ("DUP", PROTO "}2.", "opcode 0x32"),
  BAD ("POP", PROTO "}}0.", "opcode 0x30"),
  BAD ("a second PROTO", PROTO PROTO "}.", "opcode 0x80"),
  BAD ("LONG1 of 9 bytes", PROTO "\212\11\1\1\1\1\1\1\1\1\1.", "9 bytes"),
  BAD ("text of 4 GiB", PROTO "X\377\377\377\377.", "4294967295 bytes"),
  BAD ("text past the end", PROTO "X\100\0\0\0abc", "ends in the middle"),
  BAD ("text that is not UTF-8", PROTO TEXT ("\1", "\377") ".", "not UTF-8"),
  BAD ("protocol 4", "\200\4}.", "protocol 2"),
  BAD ("protocol 0", "(dp0\n.", "protocol 2"),
  BAD ("nothing", "", "ends in the middle"),
  BAD ("no end", PROTO "}", "ends in the middle"),
  BAD ("bytes behind the end", GOOD "x", "1 bytes follow"),
  BAD ("another pickle behind the end", GOOD RUN ("os\nsystem\n"), "bytes follow"),
  BAD ("STOP on nothing", PROTO ".", "stack is empty"),
  BAD ("two values at the end", PROTO "}}.", "2 values"),
  BAD ("a mark at the end", PROTO "(.", "stack is empty"),
  BAD ("REDUCE on nothing", PROTO "R.", "stack is empty"),
  BAD ("SETITEM on nothing", PROTO "s.", "stack is empty"),
  BAD ("BUILD on nothing", PROTO "}b.", "stack is empty"),
  BAD ("TUPLE without a mark", PROTO "}t.", "no mark"),
  BAD ("SETITEMS below its mark", PROTO "(u.", "cannot have them"),
  BAD ("TUPLE3 across a mark", PROTO "K\1(K\1K\1\207.", "stack is empty"),
  BAD ("REDUCE across a mark", PROTO ODICT "()0R.", "opcode 0x30"),
  BAD ("GET of nothing", PROTO "h\7.", "never was"),
  BAD ("GET of a gap", PROTO "}q\11h\3.", "never was"),
  BAD ("PUT far away", PROTO "}r\377\377\377\177.", "remembers value"),
  BAD ("PUT of a mark", PROTO "(q\0.", "stack is empty"),
  BAD ("a dictionary in itself", PROTO "}q\0" NAME_A "h\0s.", "holds itself"),
  BAD ("two lists in each other", PROTO "]q\0]q\1h\0aa.", "holds itself"),
  BAD ("a list in its own tuple", PROTO "]q\0h\0\205a.", "holds itself"),
  BAD ("SETITEM on a list", PROTO "]" NAME_A "K\1s.", "cannot have them"),
  BAD ("SETITEM on a tensor", PROTO GOOD_TENSOR NAME_A "K\1s.", "cannot have them"),
  BAD ("APPEND to a dictionary", PROTO "}K\1a.", "cannot have them"),
  BAD ("odd SETITEMS", PROTO "}(" NAME_A "u.", "key"),
  BAD ("a dictionary as key", PROTO "}}K\1s.", "key"),
  BAD ("BUILD on a tensor", PROTO GOOD_TENSOR "}b.", "sets the state"),
  BAD ("BUILD on a plain dictionary", PROTO "}}b.", "sets the state"),
  BAD ("BUILD of a class", PROTO ODICT ")R}" TEXT ("\11", "__class__") "Nsb.", "attributes"),
  BAD ("call of a storage class", PROTO FLOATS "K\4\205R.", "refused"),
  BAD ("call of Parameter", PROTO "ctorch.nn.parameter\nParameter\n" GOOD_TENSOR "\205R.",
      "refused"),
  BAD ("call of a text", PROTO NAME_A ")R.", "refused"),
  BAD ("call without a tuple", PROTO ODICT "}R.", "refused"),
  BAD ("OrderedDict of a text", PROTO ODICT NAME_A "\205R.", "refused"),
  BAD ("OrderedDict of no pairs", PROTO ODICT "](K\1K\2e\205R.", "pairs"),
  BAD ("hooks", PROTO REBUILD "(" STORAGE ("K\4") "K\0" D22 S21 "\211K\1tR.", "refused"),
  BAD ("five arguments", PROTO REBUILD "(" STORAGE ("K\4") "K\0" D22 S21 "\211tR.", "refused"),
  BAD ("id that is a text", PROTO NAME_A "Q.", "persistent id"),
  BAD ("id of a module", PROTO "(" TEXT ("\6", "module") FLOATS KEY0 CPU "K\4tQ.", "persistent id"),
  BAD ("id with a name for a class", PROTO "(" WORD_STORAGE KEY0 KEY0 CPU "K\4tQ.",
      "persistent id"),
  BAD ("id with a function for a class", PROTO "(" WORD_STORAGE ODICT KEY0 CPU "K\4tQ.",
      "persistent id"),
  BAD ("id without a size", PROTO "(" WORD_STORAGE FLOATS KEY0 CPU "tQ.", "persistent id"),
  BAD ("size that is a text", PROTO "(" WORD_STORAGE FLOATS KEY0 CPU NAME_A "tQ.", "persistent id"),
  BAD ("storage of -1", WITH (TENSOR ("J\377\377\377\377", "K\0", D22, S21)), "storage of -1"),
  BAD ("storage of 2^63 - 1", WITH (TENSOR (BIG, "K\0", D22, S21)), "cannot be"),
  BAD ("storage larger than its entry", WITH (TENSOR ("K\5", "K\0", D22, S21)), "16 bytes"),
  BAD ("storage smaller than its entry", WITH (TENSOR ("K\3", "K\0", ")", ")")), "16 bytes"),
  BAD ("doubles that are floats",
      WITH (
          TENSOR_OF ("(" WORD_STORAGE "ctorch\nDoubleStorage\n" KEY0 CPU "K\4tQ", "K\0", D22, S21)),
      "16 bytes"),
  BAD ("two sizes of one storage",
      DICT (NAME_A GOOD_TENSOR TEXT ("\1", "b") TENSOR ("K\5", "K\0", D22, S21)), "two sizes"),
  BAD ("storage in another folder",
      WITH (TENSOR_OF ("(" WORD_STORAGE FLOATS TEXT ("\12", "../version") CPU "K\4tQ", "K\0", D22,
          S21)),
      "not in the archive"),
  BAD ("storage that is a path",
      WITH (TENSOR_OF ("(" WORD_STORAGE FLOATS TEXT ("\13", "/etc/passwd") CPU "K\4tQ", "K\0", D22,
          S21)),
      "not in the archive"),
  BAD ("storage that is not there",
      WITH (TENSOR_OF ("(" WORD_STORAGE FLOATS TEXT ("\1", "7") CPU "K\4tQ", "K\0", D22, S21)),
      "not in the archive"),
  BAD ("storage without a name",
      WITH (TENSOR_OF ("(" WORD_STORAGE FLOATS TEXT ("\0", "") CPU "K\4tQ", "K\0", D22, S21)),
      "not in the archive"),
  BAD ("overlapping strides", WITH (TENSOR ("K\4", "K\0", D22, "K\1K\1\206")), "strides"),
  BAD ("strides of 0", WITH (TENSOR ("K\4", "K\0", D22, "K\0K\1\206")), "strides"),
  BAD ("strides that nearly clear", WITH (TENSOR ("K\4", "K\0", "K\2K\3\206", S21)), "strides"),
  BAD ("negative stride", WITH (TENSOR ("K\4", "K\2", D22, "J\376\377\377\377K\1\206")),
      "not described"),
  BAD ("stride that overflows", WITH (TENSOR ("K\4", "K\0", "K\3K\2\206", BIG "K\1\206")),
      "strides"),
  BAD ("reach past the storage", WITH (TENSOR ("K\4", "K\1", D22, S21)), "outside"),
  BAD ("wide strides past the storage", WITH (TENSOR ("K\4", "K\0", D22, "K\3K\1\206")), "outside"),
  BAD ("negative offset", WITH (TENSOR ("K\4", "J\377\377\377\377", D22, S21)), "begins outside"),
  BAD ("offset past the storage", WITH (TENSOR ("K\4", "K\5", D22, S21)), "begins outside"),
  BAD ("offset of 2^63 - 1", WITH (TENSOR ("K\4", BIG, D22, S21)), "begins outside"),
  BAD ("sides whose product overflows",
      WITH (TENSOR ("K\4", "K\0", BIG31 BIG31 BIG31 "\207", "K\1K\1K\1\207")), "cannot be"),
  BAD ("side of 2^63 - 1", WITH (TENSOR ("K\4", "K\0", BIG "\205", "K\1\205")), "cannot be"),
  BAD ("negative side", WITH (TENSOR ("K\4", "K\0", "J\377\377\377\377\205", "K\1\205")),
      "not described"),
  BAD ("nine sides",
      WITH (
          TENSOR ("K\4", "K\0", "(K\1K\1K\1K\1K\1K\1K\1K\1K\1t", "(K\1K\1K\1K\1K\1K\1K\1K\1K\1t")),
      "not described"),
  BAD ("fewer strides than sides", WITH (TENSOR ("K\4", "K\0", D22, "K\1\205")), "not described"),
  BAD ("sides that are texts", WITH (TENSOR ("K\4", "K\0", NAME_A "\205", "K\1\205")),
      "not described"),
  BAD ("two tensors of one name", DICT (NAME_A GOOD_TENSOR NAME_A GOOD_TENSOR), "two tensors"),
  BAD ("a name with a line end", DICT (TEXT ("\2", "a\n") GOOD_TENSOR), "cannot be the name"),
  BAD ("a name with a NUL", DICT (TEXT ("\3", "a\0b") GOOD_TENSOR), "not UTF-8"),
  BAD ("no name", DICT (TEXT ("\0", "") GOOD_TENSOR), "cannot be the name"),
  BAD ("a number for a name", DICT ("K\1" GOOD_TENSOR), "cannot be the name"),
  BAD ("an empty dictionary", PROTO ODICT ")R.", "no dictionary of tensors"),
  BAD ("only numbers", DICT (NAME_A "K\1"), "no dictionary of tensors"),
  BAD ("one tensor", PROTO GOOD_TENSOR ".", "no dictionary of tensors"),
  BAD ("an archive inside", "PK\3\4", "protocol 2"),
};

static void
test_pickles (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (pickles); i++)
    refuse_pickle (pickles[i].what, pickles[i].bytes, pickles[i].size, pickles[i].word);
}

/* PIECE as often as TIMES between LEAD and TAIL. */
static void
refuse_repeated (const char *what, const GString *piece, gsize times, const char *tail,
    const char *word)
{
  GString *pickle = g_string_new (PROTO ODICT ")R");
  for (gsize i = 0; i < times; i++)
    g_string_append_len (pickle, piece->str, (gssize) piece->len);
  g_string_append (pickle, tail);
  refuse_pickle (what, pickle->str, pickle->len, word);
  g_string_free (pickle, TRUE);
}

static void
test_bombs (void)
{
  static const struct
  {
    const char *what, *piece;
    gsize size, times;
    const char *tail, *word;
  } bombs[] = {
#define BOMB(what, piece, times, tail, word) { what, piece, sizeof (piece) - 1, times, tail, word }
    BOMB ("a million marks", "(", 1000000, ".", "stack grows"),
    BOMB ("a million dictionaries", "}", 1000000, ".", "stack grows"),
    BOMB ("a million operations", "}b", 600000, ".", "operations"),
    BOMB ("tuples in tuples", "\205", 1000, ".", "nested more than"),

    BOMB ("many storages", "(" WORD_STORAGE FLOATS KEY0 CPU "K\4tQ", 100000, ".", "stack grows"),
    BOMB ("a text as long as allowed, often",
        "U\377"
        "0123456789012345678901234567890123456789"
        "01234567890123456789012345678901234567890123456789012345678901234567890123456789"
        "01234567890123456789012345678901234567890123456789012345678901234567890123456789"
        "0123456789012345678901234567890123456789012345678901234",
        100000, ".", "stack grows"),
  };
  for (guint i = 0; i < G_N_ELEMENTS (bombs); i++) {
    GString *piece = g_string_new_len (bombs[i].piece, (gssize) bombs[i].size);
    refuse_repeated (bombs[i].what, piece, bombs[i].times, bombs[i].tail, bombs[i].word);
    g_string_free (piece, TRUE);
  }
}

/* Small pickles that ask for much: each needs a beginning of its own. */
static void
test_amplifiers (void)
{
  /* a list of 60,000 pairs, copied again and again */
  GString *p = g_string_new_len (PROTO "](", 4);
  g_string_append (p, "](");
  g_string_append_len (p, NAME_A "K\1eq\0", sizeof (NAME_A "K\1eq\0") - 1);
  for (int i = 0; i < 60000; i++)
    g_string_append_len (p, "h\0", 2);
  g_string_append_len (p, "eq\1", 3);
  for (int i = 0; i < 1000; i++)
    g_string_append_len (p, ODICT "h\1\205R", sizeof (ODICT "h\1\205R") - 1);
  g_string_append (p, ".");
  refuse_pickle ("copies of a long list", p->str, p->len, "too much memory");
  /* 2^60 leaves in sixty tuples */
  g_string_truncate (p, 0);
  g_string_append_len (p, PROTO ")", 3);
  for (int i = 0; i < 60; i++)
    g_string_append_len (p, "q\0h\0\206", 5);
  g_string_append (p, ".");
  refuse_pickle ("a tree of tuples", p->str, p->len, "more than");
  /* the same of dictionaries */
  g_string_truncate (p, 0);
  g_string_append_len (p, PROTO "](}", 5);
  for (int i = 0; i < 60; i++)
    g_string_append_len (p, "q\0}" NAME_A "h\0s" TEXT ("\1", "b") "h\0s",
        sizeof ("q\0}" NAME_A "h\0s" TEXT ("\1", "b") "h\0s") - 1);
  g_string_append (p, "e.");
  refuse_pickle ("a tree of dictionaries", p->str, p->len, "more than");
  g_string_truncate (p, 0);
  g_string_append_len (p, PROTO ")", 3);
  for (int i = 0; i < 100; i++)
    g_string_append (p, "\205");
  g_string_append (p, ".");
  refuse_pickle ("a hundred tuples in each other", p->str, p->len, "nested more than");
  g_string_free (p, TRUE);
}

/* Without a word: libzip finds it, and its versions say it differently. */
static const struct
{
  const char *what;
  ZipItem items[5];
  guint64 entries;
  const char *word;
} archives[] = {
  { "deflated pickle", { { "x/data.pkl", GOOD, sizeof GOOD - 1, 8, 0, 0, 0 }, ZERO }, 0,
      "compressed" },
  { "deflated storage", { PKL, { "x/data/0", maker_four, 16, 8, 0, 0, 0 } }, 0, "compressed" },
  { "encrypted storage", { PKL, { "x/data/0", maker_four, 16, 0, 1, 0, 0 } }, 0, "" },
  { "wrong checksum of the pickle", { { "x/data.pkl", GOOD, sizeof GOOD - 1, 0, 0, 1, 0 }, ZERO },
      0, "damaged" },
  { "wrong checksum of a storage", { PKL, { "x/data/0", maker_four, 16, 0, 0, 1, 0 } }, 0,
      "damaged" },
  { "two folders with a pickle", { PKL, ZERO, ITEM ("y/data.pkl", GOOD) }, 0, "two folders" },
  { "a pickle below", { PKL, ZERO, ITEM ("x/y/data.pkl", GOOD) }, 0, "more than one data.pkl" },
  { "two entries of one name", { PKL, ZERO, ZERO }, 0, "" },
  { "two pickles of one name", { PKL, PKL, ZERO }, 0, "" },
  { "storage shorter than announced", { PKL, { "x/data/0", maker_four, 15, 0, 0, 0, 0 } }, 0,
      "15 bytes" },
  { "storage longer than announced", { PKL, ITEM ("x/data/0", "01234567890123456") }, 0,
      "17 bytes" },
  { "storage that claims the file's end", { PKL, { "x/data/0", maker_four, 16, 0, 0, 0, 4000 } }, 0,
      "" },
  { "storage of 4 GiB", { PKL, { "x/data/0", maker_four, 16, 0, 0, 0, 0xfffffff0u - 16 } }, 0, "" },
  { "no storage", { PKL, ITEM ("x/version", "3\n") }, 0, "not in the archive" },
  { "no pickle", { ZERO, ITEM ("x/version", "3\n") }, 0, "without data.pkl" },
  { "pickle without a folder", { ITEM ("data.pkl", GOOD), ZERO }, 0, "cannot be" },
  { "a name that climbs", { PKL, ZERO, ITEM ("x/../../evil", "x") }, 0, "cannot be" },
  { "an absolute name", { PKL, ZERO, ITEM ("/etc/passwd", "x") }, 0, "cannot be" },
  { "a backslash", { PKL, ZERO, ITEM ("x/..\\evil", "x") }, 0, "cannot be" },
  { "TorchScript", { PKL, ZERO, ITEM ("x/code/__torch__.py", "x") }, 0, "TorchScript" },
  { "TorchScript's constants", { PKL, ZERO, ITEM ("x/constants.pkl", "x") }, 0, "TorchScript" },
  { "big endian", { PKL, ZERO, ITEM ("x/byteorder", "big") }, 0, "little endian" },
  { "an odd byte order", { PKL, ZERO, ITEM ("x/byteorder", "middle, or so") }, 0, "little endian" },
  { "zip64: no entry of three", { PKL, ZERO, ITEM ("x/version", "3\n") }, 1, "" },
  { "zip64: 2^16 entries", { PKL, ZERO }, 65536, "" },
  { "zip64: 2^40 entries", { PKL, ZERO }, G_GUINT64_CONSTANT (1) << 40, "" },
  { "zip64: 2^63 entries", { PKL, ZERO }, G_GUINT64_CONSTANT (1) << 63, "" },
};

static void
test_archives (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (archives); i++) {
    guint n = 0;
    while (n < G_N_ELEMENTS (archives[i].items) && archives[i].items[n].name)
      n++;
    g_autoptr (GByteArray) file = maker_zip (archives[i].items, n, archives[i].entries);
    refuse (archives[i].what, file->data, file->len, archives[i].word);
  }
  refuse ("an archive that ends after its first word", "PK\3\4", 4, "cut short");
  refuse ("an empty archive", "PK\5\6\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 22, "empty archive");
}

#define OLD(pickle, keys, rest) LEGACY_HEAD pickle keys rest
#define OLD_WITH(storage)                                                                          \
  OLD (WITH (TENSOR_OF (storage, "K\0", D22, S21)), LEGACY_KEYS, COUNT4 NUMBERS4)

static const struct
{
  const char *what, *bytes;
  gsize size;
  const char *word;
} legacy[] = {
  BAD ("protocol 1002", LEGACY_MAGIC PROTO "M\352\3." LEGACY_MACHINE GOOD, "protocol 1001"),
  BAD ("shell for a protocol", LEGACY_MAGIC RUN ("os\nsystem\n"), "os.system"),
  BAD ("big endian", LEGACY_MAGIC LEGACY_PROTOCOL PROTO "}(" TEXT ("\15", "little_endian") "\211u.",
      "little endian"),
  BAD ("shell for a machine", LEGACY_MAGIC LEGACY_PROTOCOL RUN ("os\nsystem\n"), "os.system"),
  BAD ("shell for the object", LEGACY_HEAD RUN ("nt\nsystem\n"), "nt.system"),
  BAD ("shell for the keys", LEGACY_HEAD GOOD RUN ("sys\nexit\n"), "sys.exit"),
  BAD ("a storage of 2^40 numbers in a small file",
      OLD_WITH (OLD_STORAGE ("\212\6\0\0\0\0\0\1", "N")), "bytes are missing"),
  BAD ("a storage of 2^59 numbers in a small file",
      OLD_WITH (OLD_STORAGE ("\212\10\0\0\0\0\0\0\0\10", "N")), "bytes are missing"),
  BAD ("another count than announced",
      OLD (WITH (LEGACY_TENSOR), LEGACY_KEYS, "\5\0\0\0\0\0\0\0" NUMBERS4), "another size"),
  BAD ("a negative count",
      OLD (WITH (LEGACY_TENSOR), LEGACY_KEYS, "\377\377\377\377\377\377\377\377" NUMBERS4),
      "another size"),
  BAD ("no keys", OLD (WITH (LEGACY_TENSOR), PROTO "].", COUNT4 NUMBERS4), "list of storages"),
  BAD ("another key", OLD (WITH (LEGACY_TENSOR), PROTO "](" NAME_A "e.", COUNT4 NUMBERS4),
      "list of storages"),
  BAD ("a key twice", OLD (WITH (LEGACY_TENSOR), PROTO "](" KEY0 KEY0 "e.", COUNT4 NUMBERS4),
      "list of storages"),
  BAD ("a number for a key", OLD (WITH (LEGACY_TENSOR), PROTO "](K\0e.", COUNT4 NUMBERS4),
      "list of storages"),
  BAD ("bytes behind the end", LEGACY_GOOD "x", "1 bytes at its end"),
  BAD ("a view past the storage", OLD_WITH (OLD_STORAGE ("K\4", "(" TEXT ("\1", "9") "K\1K\4t")),
      "view"),
  BAD ("a view that is too small for its tensor",
      OLD_WITH (OLD_STORAGE ("K\4", "(" TEXT ("\1", "9") "K\1K\2t")), "outside"),
  BAD ("a view of -1", OLD_WITH (OLD_STORAGE ("K\4", "(" TEXT ("\1", "9") "K\1J\377\377\377\377t")),
      "view"),
  BAD ("a view that is a text", OLD_WITH (OLD_STORAGE ("K\4", NAME_A)), "view"),
  BAD ("a copy that took it for text", "\357\277\275\2\357\277\275\15l\357\277\275\357\277\275F",
      "U+FFFD"),
  BAD ("a copy with other line ends", "\200\2\212\15\12\154\374\234\106", "line ends"),
  BAD ("a pointer", "version https://git-lfs.github.com/spec/v1\n", "git lfs pull"),
  BAD ("a web page", "<!DOCTYPE html>\n<html>", "web page"),
  BAD ("another pickle", "\200\4\225\12", "not one of torch.save"),
  BAD ("empty", "", "0 bytes"),
  BAD ("text", "hello, world", "neither"),
};

static void
test_legacy (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (legacy); i++)
    refuse (legacy[i].what, legacy[i].bytes, legacy[i].size, legacy[i].word);
}

/* Every beginning of an honest file, and every file with one byte changed. */
static void
test_damage (void)
{
  g_autoptr (GByteArray) zip = maker_pth (GOOD, sizeof GOOD - 1);
  const guint counted = n_refused;
  for (gsize cut = 0; cut < sizeof LEGACY_GOOD - 1; cut++)
    refuse ("cut", LEGACY_GOOD, cut, "x.pth");
  for (gsize cut = 0; cut < zip->len; cut++)
    refuse ("cut", zip->data, cut, "x.pth");
  n_refused = counted;
  for (int kind = 0; kind < 2; kind++) {
    const gsize size = kind ? zip->len : sizeof LEGACY_GOOD - 1;
    g_autofree guint8 *bytes = g_memdup2 (kind ? (const void *) zip->data : LEGACY_GOOD, size);
    for (gsize at = 0; at < size; at++)
      for (int x = 1; x < 256; x = 2 * x + 1) {
        g_autoptr (GError) error = NULL;
        bytes[at] ^= (guint8) x;
        if (!read_all (bytes, size, &error))
          g_assert_error (error, P2P_ERROR, P2P_ERROR_DATA);
        bytes[at] ^= (guint8) x;
      }
  }
}

static void
test_count (void)
{
  g_test_message ("%u hostile files refused", n_refused);
  g_assert_cmpuint (n_refused, >=, 60);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/hostile/honest", test_honest);
  g_test_add_func ("/hostile/pickles", test_pickles);
  g_test_add_func ("/hostile/bombs", test_bombs);
  g_test_add_func ("/hostile/amplifiers", test_amplifiers);
  g_test_add_func ("/hostile/archives", test_archives);
  g_test_add_func ("/hostile/legacy", test_legacy);
  g_test_add_func ("/hostile/damage", test_damage);
  g_test_add_func ("/hostile/count", test_count);
  return g_test_run ();
}
