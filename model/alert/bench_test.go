package alert_test

import (
	"fmt"
	"testing"
	"time"

	"agtok/model/alert"
	"agtok/model/timeline"
)

// many gives 10 000 rows whose ends lie all over a day.
func many() (subjects []alert.Subject, before []time.Duration) {
	for i := range int64(10_000) {
		life := 60 + i*8
		subjects = append(subjects, row(fmt.Sprint("row ", i), uint32(life), life, life/2, life/3))
	}
	return subjects, []time.Duration{10 * time.Minute, 5 * time.Minute, time.Minute}
}

func BenchmarkDueOfASecond(b *testing.B) {
	subjects, before := many()
	for i := range b.N {
		now := int64(issued + i*7919%timeline.Day)
		alert.Due(subjects, before, now-1, now)
	}
}

func BenchmarkDueOfAYear(b *testing.B) {
	subjects, before := many()
	b.ReportAllocs()
	for b.Loop() {
		alert.Due(subjects, before, issued-1, issued+365*timeline.Day)
	}
}

func BenchmarkNext(b *testing.B) {
	subjects, before := many()
	for i := range b.N {
		alert.Next(subjects, before, int64(issued+i*7919%timeline.Day))
	}
}
