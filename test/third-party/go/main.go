// Command logcheck holds a log to what others wrote: golang.org/x/mod/sumdb/note opens its checkpoint, sumdb/tlog
// authenticates every tile, entry and proof. It shares no line with the log it checks.
package main

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const height = 8

// source gives the bytes at a path below the log's address.
type source func(path string) ([]byte, error)

type list []string

func (l *list) String() string     { return strings.Join(*l, ",") }
func (l *list) Set(s string) error { *l = append(*l, s); return nil }

func main() {
	var witnesses list
	at := flag.String("log", "", "address or folder of the log")
	vkey := flag.String("vkey", "", "verifier key of the log")
	api := flag.String("api", "", "address of the API whose proofs are checked too")
	tamper := flag.Bool("tamper", false, "flip bytes of every file in turn: each flip must be refused")
	flag.Var(&witnesses, "witness", "verifier key of a witness that must have cosigned (repeatable)")
	flag.Parse()
	if err := run(*at, *vkey, *api, witnesses, *tamper); err != nil {
		fmt.Fprintln(os.Stderr, "REFUSED:", err)
		os.Exit(1)
	}
}

func run(at, vkey, api string, witnesses []string, tamper bool) error {
	read := overHTTP(at)
	if !strings.HasPrefix(at, "http") {
		read = func(path string) ([]byte, error) { return os.ReadFile(filepath.Join(at, filepath.FromSlash(path))) }
	}
	tree, err := check(read, vkey, witnesses)
	if err != nil {
		return err
	}
	fmt.Printf("accepted %d entries\n", tree.N)
	if api != "" {
		if err := checkAPI(read, api, tree); err != nil {
			return err
		}
	}
	if tamper {
		return checkTampered(at, vkey)
	}
	return nil
}

func overHTTP(base string) source {
	return func(path string) ([]byte, error) { return get(strings.TrimRight(base, "/") + "/" + path) }
}

func get(address string) ([]byte, error) {
	reply, err := http.Get(address)
	if err != nil {
		return nil, err
	}
	defer reply.Body.Close()
	if reply.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s answers %d", address, reply.StatusCode)
	}
	return io.ReadAll(reply.Body)
}

// check accepts a log whose checkpoint is signed and whose every tile and entry is the signed tree's.
func check(read source, vkey string, witnesses []string) (tlog.Tree, error) {
	tree, err := openCheckpoint(read, vkey, witnesses)
	if err != nil {
		return tree, err
	}
	hashes := tlog.TileHashReader(tree, &tiles{read})
	for _, tile := range tlog.NewTiles(height, 0, tree.N) {
		served, err := read(pathOf(tile))
		if err != nil {
			return tree, err
		}
		derived, err := tlog.ReadTileData(tile, hashes)
		if err != nil {
			return tree, fmt.Errorf("%s: %w", pathOf(tile), err)
		}
		if !bytes.Equal(served, derived) {
			return tree, fmt.Errorf("%s is not of the signed tree", pathOf(tile))
		}
		if tile.L == 0 {
			if err := checkEntries(read, tile, derived); err != nil {
				return tree, err
			}
		}
	}
	return tree, checkProofs(tree, hashes)
}

func openCheckpoint(read source, vkey string, witnesses []string) (tlog.Tree, error) {
	var tree tlog.Tree
	text, err := read("checkpoint")
	if err != nil {
		return tree, err
	}
	log, err := note.NewVerifier(vkey)
	if err != nil {
		return tree, err
	}
	verifiers := []note.Verifier{log}
	for _, key := range witnesses {
		witness, err := newCosignatureVerifier(key)
		if err != nil {
			return tree, err
		}
		verifiers = append(verifiers, witness)
	}
	opened, err := note.Open(text, note.VerifierList(verifiers...))
	if err != nil {
		return tree, err
	}
	if len(opened.Sigs) != len(verifiers) {
		return tree, fmt.Errorf("%d of %d signatures", len(opened.Sigs), len(verifiers))
	}
	for _, sig := range opened.Sigs {
		// The note package lets unused bits of base64 be anything.
		if _, err := base64.StdEncoding.Strict().DecodeString(sig.Base64); err != nil {
			return tree, err
		}
	}
	var origin, root string
	if _, err := fmt.Sscanf(opened.Text, "%s\n%d\n%s\n", &origin, &tree.N, &root); err != nil {
		return tree, err
	}
	if origin != log.Name() {
		return tree, fmt.Errorf("a checkpoint of %s", origin)
	}
	tree.Hash, err = tlog.ParseHash(root)
	return tree, err
}

func checkEntries(read source, tile tlog.Tile, leaves []byte) error {
	path := strings.Replace(pathOf(tile), "tile/0/", "tile/entries/", 1)
	bundle, err := read(path)
	if err != nil {
		return err
	}
	for at := 0; at < tile.W; at++ {
		if len(bundle) < 2 {
			return fmt.Errorf("%s is cut short", path)
		}
		length := int(bundle[0])<<8 | int(bundle[1])
		if len(bundle) < 2+length {
			return fmt.Errorf("%s is cut short", path)
		}
		entry := bundle[2 : 2+length]
		bundle = bundle[2+length:]
		if hash := tlog.RecordHash(entry); !bytes.Equal(hash[:], leaves[at*tlog.HashSize:(at+1)*tlog.HashSize]) {
			return fmt.Errorf("%s: entry %d is not the tree's", path, at)
		}
		if !json.Valid(entry) {
			return fmt.Errorf("%s: entry %d is not JSON", path, at)
		}
	}
	if len(bundle) > 0 {
		return fmt.Errorf("%s is too long", path)
	}
	return nil
}

// checkProofs proves some entries and some earlier sizes from the tiles, and checks the proofs.
func checkProofs(tree tlog.Tree, hashes tlog.HashReader) error {
	for _, n := range spread(tree.N) {
		leaf, err := hashes.ReadHashes([]int64{tlog.StoredHashIndex(0, n)})
		if err != nil {
			return err
		}
		inclusion, err := tlog.ProveRecord(tree.N, n, hashes)
		if err != nil {
			return err
		}
		if err := tlog.CheckRecord(inclusion, tree.N, tree.Hash, n, leaf[0]); err != nil {
			return err
		}
		earlier, err := tlog.TreeHash(n+1, hashes)
		if err != nil {
			return err
		}
		growth, err := tlog.ProveTree(tree.N, n+1, hashes)
		if err != nil {
			return err
		}
		if err := tlog.CheckTree(growth, tree.N, tree.Hash, n+1, earlier); err != nil {
			return err
		}
	}
	return nil
}

// checkAPI checks the proofs that the exchange itself answers with.
func checkAPI(read source, api string, tree tlog.Tree) error {
	hashes := tlog.TileHashReader(tree, &tiles{read})
	for _, n := range spread(tree.N) {
		var inclusion struct{ Proof []tlog.Hash }
		if err := getJSON(fmt.Sprintf("%s/log/proofs/inclusion?index=%d&size=%d", api, n, tree.N), &inclusion); err != nil {
			return err
		}
		leaf, err := hashes.ReadHashes([]int64{tlog.StoredHashIndex(0, n)})
		if err != nil {
			return err
		}
		if err := tlog.CheckRecord(inclusion.Proof, tree.N, tree.Hash, n, leaf[0]); err != nil {
			return fmt.Errorf("inclusion of %d: %w", n, err)
		}
		var growth struct{ Proof []tlog.Hash }
		if err := getJSON(fmt.Sprintf("%s/log/proofs/consistency?from=%d&to=%d", api, n+1, tree.N), &growth); err != nil {
			return err
		}
		earlier, err := tlog.TreeHash(n+1, hashes)
		if err != nil {
			return err
		}
		if err := tlog.CheckTree(growth.Proof, tree.N, tree.Hash, n+1, earlier); err != nil {
			return fmt.Errorf("growth from %d: %w", n+1, err)
		}
	}
	fmt.Println("accepted the proofs of the API")
	return nil
}

func getJSON(address string, into any) error {
	body, err := get(address)
	if err != nil {
		return err
	}
	return json.Unmarshal(body, into)
}

// spread gives some places of a log, its first and last among them.
func spread(size int64) []int64 {
	var places []int64
	for n := int64(0); n < size; n += 1 + size/37 {
		places = append(places, n)
	}
	return append(places, size-1)
}

// checkTampered flips one bit of bytes of every file, each time in a folder that is otherwise whole.
func checkTampered(folder, vkey string) error {
	files := map[string][]byte{}
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		name, _ := filepath.Rel(folder, path)
		files[filepath.ToSlash(name)], err = os.ReadFile(path)
		return err
	})
	if err != nil {
		return err
	}
	read := func(path string) ([]byte, error) {
		if data, ok := files[path]; ok {
			return data, nil
		}
		return nil, errors.New("there is no " + path)
	}
	flips := 0
	for name, data := range files {
		step := 1 + len(data)/150
		if name == "checkpoint" {
			step = 1
		}
		for at := 0; at < len(data); at += step {
			data[at] ^= 1
			_, err := check(read, vkey, nil)
			data[at] ^= 1
			if err == nil {
				return fmt.Errorf("a flip of byte %d of %s is not noticed", at, name)
			}
			flips++
		}
	}
	if _, err := check(read, vkey, nil); err != nil {
		return fmt.Errorf("put right again: %w", err)
	}
	fmt.Printf("refused %d of %d flips in %d files\n", flips, flips, len(files))
	return nil
}

// tiles reads tiles as C2SP lays them out.
type tiles struct{ read source }

func (t *tiles) Height() int                     { return height }
func (t *tiles) SaveTiles([]tlog.Tile, [][]byte) {}
func (t *tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range wanted {
		data, err := t.read(pathOf(tile))
		if err != nil {
			return nil, err
		}
		all = append(all, data)
	}
	return all, nil
}

// pathOf is the path without the height of tiles, which C2SP fixes.
func pathOf(tile tlog.Tile) string {
	return strings.Replace(tile.Path(), fmt.Sprintf("tile/%d/", height), "tile/", 1)
}
