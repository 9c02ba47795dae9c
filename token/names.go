package token

import (
	"cmp"
	"slices"
)

// Privilege gives the privilege of t that has this name in descriptions, or this
// decimal number.
func (t ServiceType) Privilege(name string) (Privilege, bool) {
	id, ok := idOf(t.spec().privileges, name)
	return Privilege(id), ok
}

// ResourceType gives the number of an RTM2 resource type, as in "messageChannels"
// or "0".
func ResourceType(name string) (uint16, bool) { return idOf(resources, name) }

// ResourceName is [ResourceType]'s inverse.
func ResourceName(id uint16) string { return nameOf(resources, id) }

// PermissionType gives the number of an RTM2 permission, "read" or "write".
func PermissionType(name string) (uint16, bool) { return idOf(permissions, name) }

// PermissionName is [PermissionType]'s inverse.
func PermissionName(id uint16) string { return nameOf(permissions, id) }

// Grants adds a privilege in the order of the numbers, as the official libraries
// write a map; one that is there gets the new value.
func Grants(grants []Grant, p Privilege, expire uint32) []Grant {
	at, there := slices.BinarySearchFunc(grants, p, func(g Grant, p Privilege) int { return cmp.Compare(g.Privilege, p) })
	if there {
		grants[at].Expire = expire
		return grants
	}
	return slices.Insert(grants, at, Grant{p, expire})
}

// Allow adds names to a permission tree in the order of the numbers, as the
// official libraries write it.
func Allow(tree []Resource, resource, permission uint16, names ...string) []Resource {
	at, there := slices.BinarySearchFunc(tree, resource, func(r Resource, id uint16) int { return cmp.Compare(r.Type, id) })
	if !there {
		tree = slices.Insert(tree, at, Resource{Type: resource})
	}
	res := &tree[at]
	at, there = slices.BinarySearchFunc(res.Permissions, permission, func(p Permission, id uint16) int { return cmp.Compare(p.Type, id) })
	if !there {
		res.Permissions = slices.Insert(res.Permissions, at, Permission{Type: permission})
	}
	res.Permissions[at].Names = append(res.Permissions[at].Names, names...)
	return tree
}
