package token

import (
	"cmp"
	"fmt"
	"math"
	"slices"
)

// appendTree writes a permission tree: an object of objects by name where that
// says everything, else a list of [resource, permission, names]. In a list
// [resource] alone opens an entry of its own, where one is empty or repeated.
func appendTree(b []byte, tree []Resource) []byte {
	if !plainTree(tree) {
		return appendTriples(b, tree)
	}
	b = append(b, '{')
	for i, res := range tree {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(appendKey(b, nameOf(resources, res.Type)), '{')
		for j, perm := range res.Permissions {
			if j > 0 {
				b = append(b, ',')
			}
			b = appendNames(appendKey(b, nameOf(permissions, perm.Type)), perm.Names)
		}
		b = append(b, '}')
	}
	return append(b, '}')
}

func plainTree(tree []Resource) bool {
	for _, res := range tree {
		if !ascending(len(res.Permissions), func(i int) uint16 { return res.Permissions[i].Type }) {
			return false
		}
	}
	return ascending(len(tree), func(i int) uint16 { return tree[i].Type })
}

func appendTriples(b []byte, tree []Resource) []byte {
	b = append(b, '[')
	for i, res := range tree {
		if repeated := i > 0 && tree[i-1].Type == res.Type; repeated || len(res.Permissions) == 0 {
			b = append(appendUint(append(separate(b, '['), '['), uint32(res.Type)), ']')
		}
		for _, perm := range res.Permissions {
			b = appendUint(append(separate(b, '['), '['), uint32(res.Type))
			b = appendUint(append(b, ','), uint32(perm.Type))
			b = append(appendNames(append(b, ','), perm.Names), ']')
		}
	}
	return append(b, ']')
}

// separate writes a comma unless b has just opened with the given bracket.
func separate(b []byte, open byte) []byte {
	if b[len(b)-1] == open {
		return b
	}
	return append(b, ',')
}

func appendNames(b []byte, names []string) []byte {
	b = append(b, '[')
	for i, name := range names {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendText(b, name)
	}
	return append(b, ']')
}

// readTree is the inverse of appendTree.
func readTree(value string) ([]Resource, error) {
	if isOpen(value, '[') {
		return readTriples(value)
	}
	list, err := members(value)
	if err != nil {
		return nil, err
	}
	var tree []Resource
	for _, m := range list {
		res, err := readResource(m)
		if err != nil {
			return nil, err
		}
		tree = append(tree, res)
	}
	slices.SortFunc(tree, func(a, b Resource) int { return cmp.Compare(a.Type, b.Type) })
	return tree, unique(len(tree), func(i int) uint16 { return tree[i].Type })
}

func readResource(m member) (Resource, error) {
	id, ok := idOf(resources, m.key)
	if !ok {
		return Resource{}, fmt.Errorf("%s is no resource type", quoted(m.key))
	}
	list, err := members(m.value)
	if err != nil {
		return Resource{}, fmt.Errorf("%s: %w", quoted(m.key), err)
	}
	res := Resource{Type: id}
	for _, p := range list {
		id, ok := idOf(permissions, p.key)
		if !ok {
			return Resource{}, fmt.Errorf("%s is neither read nor write", quoted(p.key))
		}
		names, err := readNames(p.value)
		if err != nil {
			return Resource{}, err
		}
		res.Permissions = append(res.Permissions, Permission{id, names})
	}
	slices.SortFunc(res.Permissions, func(a, b Permission) int { return cmp.Compare(a.Type, b.Type) })
	return res, unique(len(res.Permissions), func(i int) uint16 { return res.Permissions[i].Type })
}

func readNames(value string) ([]string, error) {
	list, err := elements(value)
	if err != nil {
		return nil, fmt.Errorf("names: %w", err)
	}
	var names []string
	for _, entry := range list {
		name, err := textValue(entry)
		if err != nil {
			return nil, fmt.Errorf("names: %w", err)
		}
		names = append(names, name)
	}
	return names, nil
}

func readTriples(value string) ([]Resource, error) {
	list, err := elements(value)
	if err != nil {
		return nil, err
	}
	var tree []Resource
	for i, entry := range list {
		parts, err := elements(entry)
		if err != nil || len(parts) != 1 && len(parts) != 3 {
			return nil, fmt.Errorf("entry %d: [resource, permission, names] is wanted, or [resource] alone", i)
		}
		res, err := numberValue(parts[0], 0, math.MaxUint16)
		if err != nil {
			return nil, fmt.Errorf("entry %d: %w", i, err)
		}
		if len(parts) == 1 || len(tree) == 0 || tree[len(tree)-1].Type != uint16(res) {
			tree = append(tree, Resource{Type: uint16(res)})
		}
		if len(parts) == 1 {
			continue
		}
		perm, err := readPermission(parts[1], parts[2])
		if err != nil {
			return nil, fmt.Errorf("entry %d: %w", i, err)
		}
		last := &tree[len(tree)-1]
		last.Permissions = append(last.Permissions, perm)
	}
	return tree, nil
}

func readPermission(id, names string) (Permission, error) {
	n, err := numberValue(id, 0, math.MaxUint16)
	if err != nil {
		return Permission{}, err
	}
	list, err := readNames(names)
	return Permission{uint16(n), list}, err
}
